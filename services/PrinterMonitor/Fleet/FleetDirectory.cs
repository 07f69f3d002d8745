using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using TicketFlow.PrinterMonitor.Health;

namespace TicketFlow.PrinterMonitor.Fleet;

/// <summary>All resources that are asked for their health, in memory; follows <c>monitor.target</c>.</summary>
internal sealed class FleetDirectory(NpgsqlDataSource database, IOptions<FleetOptions> options)
{
    private const string Newer = """
        select resource, kind, address, mechanism, location, enabled, protocol, host, port, version, credential, changed
        from monitor.target where changed > $1 or resource = any($2) order by changed
        """;

    private const string AllMoved = "select resource, configured_host, found_host from monitor.moved";

    private readonly ConcurrentDictionary<string, FleetTarget> _targets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ImmutableHashSet<string>> _byHost = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, (string Configured, string Found)> _moved = new(StringComparer.Ordinal);
    private readonly SharedParts _words = new();
    private long _seen = -1;

    public IEnumerable<FleetTarget> All => _targets.Values;

    public int Count => _targets.Count;

    public FleetTarget? Find(string resource) => _targets.GetValueOrDefault(resource);

    /// <summary>Resources that are asked at this address (as text; names are not looked up).</summary>
    public IReadOnlyCollection<string> AtHost(string host) => _byHost.GetValueOrDefault(host) ?? [];

    /// <summary>Reads what changed since the last time; gives the names.</summary>
    public async Task<IReadOnlyCollection<string>> RefreshAsync(CancellationToken cancellation)
    {
        // All is read before anything of it is taken for known: the database may go away in between.
        var moved = await MovedAsync(cancellation);
        var rows = await NewerAsync([.. moved.Keys], cancellation);
        foreach (var (name, hosts) in moved)
        {
            _moved[name] = hosts;
        }

        foreach (var row in rows)
        {
            _seen = Math.Max(_seen, row.Changed);
            Put(row.Resource, FleetRules.TargetOf(row, options.Value) is { } target ? WhereItIs(target) : null);
        }

        return rows.Select(row => row.Resource).ToHashSet(StringComparer.Ordinal);
    }

    private async Task<List<TargetRow>> NewerAsync(string[] moved, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Newer).With(_seen, NpgsqlDbType.Bigint)
            .With(moved, NpgsqlDbType.Array | NpgsqlDbType.Text);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<TargetRow>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(Row(reader));
        }

        return rows;
    }

    /// <summary>Those found at another address since the last look. There are few.</summary>
    private async Task<Dictionary<string, (string Configured, string Found)>> MovedAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(AllMoved);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var news = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            var (name, hosts) = (reader.GetString(0), (reader.GetString(1), reader.GetString(2)));
            if (!_moved.TryGetValue(name, out var known) || known != hosts)
            {
                news[name] = hosts;
            }
        }

        return news;
    }

    private FleetTarget WhereItIs(FleetTarget target) =>
        _moved.TryGetValue(target.Resource, out var moved) && moved.Configured == target.Health.Host
            ? target with { Health = target.Health with { Host = moved.Found } }
            : target;

    private void Put(string resource, FleetTarget? target)
    {
        if (_targets.TryRemove(resource, out var before) && _byHost.TryGetValue(before.Health.Host, out var there))
        {
            _byHost[before.Health.Host] = there.Remove(resource);
        }

        if (target is not null)
        {
            _byHost[target.Health.Host] = (_byHost.GetValueOrDefault(target.Health.Host) ?? []).Add(resource);
            _targets[resource] = target;
        }
    }

    /// <summary>Words that many resources have in common are kept once.</summary>
    private TargetRow Row(NpgsqlDataReader reader)
    {
        string? Common(int column) => reader.GetText(column) is { } text ? _words.Of(text) : null;
        return new TargetRow(
            reader.GetString(0), Common(1)!, reader.GetString(2), Common(3)!, Common(4), reader.GetBoolean(5),
            Common(6), reader.GetText(7), reader.GetInt(8), Common(9), Common(10), reader.GetInt64(11));
    }
}
