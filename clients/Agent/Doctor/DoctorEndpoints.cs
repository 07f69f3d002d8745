using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.LocalApi;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Doctor;

/// <summary><c>GET /v1/doctor</c>: looks at everything that printing needs, all at once.</summary>
internal sealed class DoctorEndpoints(
    StorageChecks storage, BrokerChecks broker, ServerChecks server, DesktopChecks desktop, PrinterChecks printers,
    AgentIdentity identity)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/doctor", LookAsync);

    private async Task LookAsync(HttpContext context)
    {
        var ended = context.RequestAborted;
        var scope = LocalScope.Of(context);
        var looks = await Task.WhenAll(
            broker.LookAsync(ended), server.LookAsync(scope, ended), desktop.LookAsync(ended), printers.LookAsync(scope, ended));
        var found = new LocalDoctor(identity.ClientVersion, [.. View(scope), .. storage.Look(), .. looks.SelectMany(checks => checks)]);
        await LocalAnswers.WriteAsync(context, StatusCodes.Status200OK, found, LocalJson.Default.LocalDoctor);
    }

    /// <summary>What is left out for a user of a shared machine, and how to see it.</summary>
    private static IEnumerable<LocalCheck> View(LocalScope scope) => scope.SeesAll
        ? []
        : [Check.Ok("view", "the printers of your own jobs; for those of everybody run: sudo ticketflow doctor")];
}
