using Npgsql;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.TicketServer.Access;

/// <summary>
/// The printers by how many jobs wait, for proposals. Asked for with each refusal and each stopped printer, so the list is kept for a moment:
/// a flood of refusals costs one query, and a proposal need not be newer than the time it takes to read it.
/// </summary>
internal sealed class AlternativePrinters(NpgsqlDataSource database, AccessPolicy policy, TimeProvider clock)
{
    private const int MostProposed = 5;

    private const string Query = """
        select r.name, r.location, coalesce(j.waiting, 0)::int from queue_resource r
        left join (select resource, count(*) as waiting from queue_job where phase = 'Waiting' group by resource) j on j.resource = r.name
        where r.kind = 'printer' and r.enabled and r.accepting and r.health <> 'stopped' order by 3, 1
        """;

    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _loading = new(1, 1);
    private volatile Listing? _listing;

    /// <summary>Printers the user may use and that work, the least busy first; at most five.</summary>
    public async ValueTask<IReadOnlyList<Alternative>> FindAsync(string? domain, string? user, string? except, CancellationToken cancellation)
    {
        var (rules, allowByDefault) = (policy.Current, policy.AllowByDefault);
        var listing = await ListAsync(cancellation);
        return
        [
            .. listing.Printers
                .Where(p => !string.Equals(p.Printer, except, StringComparison.OrdinalIgnoreCase))
                .Where(p => AccessRules.Permits(rules, allowByDefault, domain, user, p.Printer).IsAllowed)
                .Take(MostProposed),
        ];
    }

    private async ValueTask<Listing> ListAsync(CancellationToken cancellation)
    {
        if (Fresh() is { } fresh)
        {
            return fresh;
        }

        await _loading.WaitAsync(cancellation);
        try
        {
            return Fresh() ?? (_listing = await LoadAsync(cancellation));
        }
        finally
        {
            _loading.Release();
        }
    }

    private Listing? Fresh() => _listing is { } listing && listing.Until > clock.GetUtcNow() ? listing : null;

    private async Task<Listing> LoadAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Query);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var printers = new List<Alternative>();
        while (await reader.ReadAsync(cancellation))
        {
            printers.Add(new Alternative(reader.GetString(0), reader.GetInt32(2), reader.GetText(1)));
        }

        return new Listing(printers, clock.GetUtcNow() + KeptFor);
    }

    private sealed record Listing(IReadOnlyList<Alternative> Printers, DateTimeOffset Until);
}
