using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.TicketServer.Access;

namespace TicketFlow.TicketServer.Resources;

/// <summary>Placeholder while the access rules are built: known, enabled, accepting.</summary>
public sealed class OpenAdmission(IResourceDirectory resources) : IAdmission
{
    public ValueTask<Admission> CheckAsync(TicketRequest request, CancellationToken cancellation) => FindAsync(request.Printer, cancellation);

    public ValueTask<Admission> CheckMoveAsync(string? domain, string? user, string? printer, CancellationToken cancellation) =>
        FindAsync(printer, cancellation);

    public ValueTask<IReadOnlyList<Alternative>> AlternativesAsync(
        string? domain, string? user, string? exceptPrinter, CancellationToken cancellation) => new([]);

    private async ValueTask<Admission> FindAsync(string? name, CancellationToken cancellation)
    {
        var resource = await resources.FindAsync(name, cancellation);
        return resource is null
            ? new Admission(null, new AdmissionRefusal(
                RefusalCodes.PrinterUnknown, "printer-known", $"There is no printer '{name}'. Choose another one: 'ticketflow printers' lists them.",
                $"Printer '{name}' is not registered."))
            : new Admission(resource, null);
    }
}
