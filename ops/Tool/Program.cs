using TicketFlow.Ops;

return await OperatorCommands.Create().Parse(args).InvokeAsync();
