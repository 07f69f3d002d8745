using TicketFlow.VirtualPrinter;

return await VirtualPrinterCommand.Create().Parse(args).InvokeAsync();
