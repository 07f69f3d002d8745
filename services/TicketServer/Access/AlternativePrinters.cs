using TicketFlow.Contracts.Agents;

namespace TicketFlow.TicketServer.Access;

/// <summary>What a user can be proposed instead of a printer that is refused, or has stopped.</summary>
internal sealed class AlternativePrinters(PrinterListing listing, AccessPolicy policy)
{
    private const int MostProposed = 5;

    /// <summary>Printers the user may use and that work, the least busy first; at most five.</summary>
    public async ValueTask<IReadOnlyList<Alternative>> FindAsync(
        string? domain, string? user, string? except, CancellationToken cancellation)
    {
        var (rules, allowByDefault) = (policy.Current, policy.AllowByDefault);
        return
        [
            .. (await listing.GetAsync(cancellation)).Idlest
                .Where(p => !string.Equals(p.Name, except, StringComparison.OrdinalIgnoreCase))
                .Where(p => AccessRules.Permits(rules, allowByDefault, domain, user, p.Name).IsAllowed)
                .Take(MostProposed)
                .Select(p => new Alternative(p.Name, p.Waiting, p.Location)),
        ];
    }
}
