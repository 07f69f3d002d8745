using TicketFlow.Cli.Commands;

return await RootCommands.InvokeAsync(args);
