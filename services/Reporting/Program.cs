using Microsoft.Extensions.DependencyInjection;
using TicketFlow.Hosting;
using TicketFlow.Reporting;

return await ServiceHost.RunAsync(args, "reporting service", builder =>
{
    builder.Services.AddReporting(builder.Configuration);
    builder.Services.AddHealthChecks().AddCheck<ReportingHealth>("reporting", tags: ["ready"]);
});
