using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TicketFlow.PrinterMonitor;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.AddSimpleConsole(console =>
{
    console.SingleLine = true;
    console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
    console.UseUtcTimestamp = true;
});
builder.Services.AddPrinterMonitor(builder.Configuration);
builder.Services.AddHealthChecks().AddCheck<MonitorHealth>("monitor", tags: ["ready"]);
try
{
    var app = builder.Build();
    app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
    app.MapHealthChecks("/health/ready");
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is OptionsValidationException or FormatException)
{
    await Console.Error.WriteLineAsync($"The printer monitor cannot start: {e.Message}");
    return 78; // EX_CONFIG of sysexits.h
}
