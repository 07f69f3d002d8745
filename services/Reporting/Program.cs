using Microsoft.Extensions.DependencyInjection;
using TicketFlow.Hosting;
using TicketFlow.Reporting;
using TicketFlow.Reporting.Api;

return await ServiceHost.RunAsync(args, "reporting service", builder =>
{
    builder.AddFinanceApi();
    builder.Services.AddReporting(builder.Configuration);
    builder.Services.AddHealthChecks().AddCheck<ReportingHealth>("reporting", tags: ["ready"]);
}, app => app.MapFinanceApi());
