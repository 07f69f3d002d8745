using Microsoft.Extensions.DependencyInjection;
using TicketFlow.Hosting;
using TicketFlow.TicketServer;

return await ServiceHost.RunAsync(args, "ticket server", builder =>
{
    builder.Services.AddTicketServer(builder.Configuration);
    builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: ["ready"]);
});
