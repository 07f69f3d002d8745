using Npgsql;
using TicketFlow.Contracts.Agents;
using TicketFlow.TicketServer.Queues;

namespace TicketFlow.TicketServer.Access;

/// <summary>A printer in the listing.</summary>
/// <param name="Entry">As users see it.</param>
/// <param name="Takes">Whether it works and takes new jobs.</param>
/// <param name="Exclusive">Whether one client at a time has it.</param>
internal sealed record ListedPrinter(PrinterEntry Entry, bool Takes, bool Exclusive);

/// <summary>
/// All printers with how busy they are. Asked for with each refusal, each stopped printer and each user's question, so the list is kept for
/// a moment: a flood of questions costs one query, and an answer need not be newer than the time it takes to read it.
/// </summary>
internal sealed class PrinterListing(NpgsqlDataSource database, SpeedBook speeds, TimeProvider clock)
{
    private const string Query = """
        select r.name, r.location, coalesce(j.waiting, 0)::int, coalesce(j.active, 0)::int,
               r.kind = 'printer' and r.longest_lease is null and r.enabled and r.accepting and r.health <> 'stopped',
               case when not r.enabled then 'out of service' when r.health = 'stopped' then 'stopped'
                 when not r.accepting then 'takes no new jobs' when r.paused then 'paused'
                 when l.resource is not null then 'in use' when r.longest_lease is not null then 'free' when j.active > 0 then 'busy' else 'idle' end,
               case when r.health = 'stopped' then r.health_text
                 when l.resource is not null then l.user_name || ' has it until '
                   || to_char(l.until at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC at the latest'
                 end, r.max_jobs, r.longest_lease is not null
        from queue_resource r
        left join queue_lease l on l.resource = r.name
        left join (
          select resource, count(*) filter (where phase = 'Waiting') as waiting, count(*) filter (where active) as active
          from queue_job group by resource) j on j.resource = r.name
        order by r.name
        """;

    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _loading = new(1, 1);
    private volatile Listing? _listing;

    public async ValueTask<Listing> GetAsync(CancellationToken cancellation)
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
        var printers = new List<ListedPrinter>();
        while (await reader.ReadAsync(cancellation))
        {
            var (name, waiting, active, slots) = (reader.GetString(0), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(7));
            var (state, takes) = (reader.GetString(5), reader.GetBoolean(4));
            var exclusive = reader.GetBoolean(8);
            var forecast = takes && state != "paused" ? Forecast(name, waiting, active, slots) : null;
            printers.Add(new ListedPrinter(
                new PrinterEntry(name, state, waiting, active, reader.GetText(1), forecast, reader.GetText(6)), takes, exclusive));
        }

        var idlest = printers.Where(p => p.Takes).OrderBy(p => p.Entry.Waiting).Select(p => p.Entry).ToList();
        return new Listing(printers, idlest, clock.GetUtcNow() + KeptFor);
    }

    /// <summary>Seconds until a job that came now would start; null when nothing is known of the printer's speed.</summary>
    private int? Forecast(string name, int waiting, int active, int slots) =>
        waiting == 0 && active < slots ? 0 : speeds.SecondsUntil(name, waiting + 1, slots);
}

/// <summary>The printers at one moment.</summary>
/// <param name="ByName">All of them.</param>
/// <param name="Idlest">Those that take jobs, the least busy first.</param>
/// <param name="Until">When the list is too old.</param>
internal sealed record Listing(IReadOnlyList<ListedPrinter> ByName, IReadOnlyList<PrinterEntry> Idlest, DateTimeOffset Until);
