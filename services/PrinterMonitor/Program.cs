using Microsoft.Extensions.DependencyInjection;
using TicketFlow.Hosting;
using TicketFlow.PrinterMonitor;

return await ServiceHost.RunAsync(args, "printer monitor", builder =>
{
    builder.Services.AddPrinterMonitor(builder.Configuration);
    builder.Services.AddHealthChecks().AddCheck<MonitorHealth>("monitor", tags: ["ready"]);
});
