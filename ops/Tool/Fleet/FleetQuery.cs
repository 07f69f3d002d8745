using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using TicketFlow.Contracts.Health;

namespace TicketFlow.Ops.Fleet;

/// <summary>Reads all printers with their health and their queues in one go.</summary>
internal static class FleetQuery
{
    private const string Queues = """
        left join (select resource, count(*) filter (where phase = 'Waiting') as waiting, count(*) filter (where active) as active
                   from queue_job where $1::text[] is null or resource = any($1) group by resource) j on j.resource = r.name
        where $1::text[] is null or r.name = any($1)
        """;

    private const string Resources =
        "select r.name, r.health, r.enabled, r.paused, r.accepting, coalesce(r.location, ''), coalesce(j.waiting, 0), coalesce(j.active, 0)";

    private const string WithMonitor = $"""
        {Resources}, h.status, h.causes, h.seen_at, h.body::text, h.model
        from queue_resource r left join monitor.health h on h.resource = r.name {Queues}
        """;

    private const string WithoutMonitor = $"{Resources}, null, null, null, null, null from queue_resource r {Queues}";

    /// <summary>What the view wants, in no order.</summary>
    public static async Task<List<FleetRow>> ReadAsync(NpgsqlDataSource database, FleetView view, CancellationToken cancellation)
    {
        var hasMonitor = await MonitorTables.HasAsync(database, "monitor.health", cancellation);
        await using var command = database.CreateCommand(hasMonitor ? WithMonitor : WithoutMonitor);
        command.Parameters.Add(new()
        {
            Value = (object?)Literal(view.Names) ?? DBNull.Value,
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        });
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<FleetRow>();
        while (await row.ReadAsync(cancellation))
        {
            if (Row(row, view) is { } wanted)
            {
                rows.Add(wanted);
            }
        }

        return rows;
    }

    /// <summary>Names without patterns are the database's to look up; null: all must be read.</summary>
    private static string[]? Literal(IReadOnlyList<string> names) =>
        names.Count > 0 && names.All(name => name.AsSpan().IndexOfAny('*', '?') < 0)
            ? [.. names.Select(name => name.ToLowerInvariant())]
            : null;

    /// <summary>Null when it is not wanted: most of the work of a large fleet is reading its levels.</summary>
    private static FleetRow? Row(NpgsqlDataReader row, FleetView view)
    {
        var (name, state, location) = (
            row.GetString(0), row.IsDBNull(8) ? Believed(row.GetString(1)) : row.GetString(8), row.GetString(5));
        var causes = row.IsDBNull(9) ? [] : row.GetFieldValue<string[]>(9);
        if (!view.Wants(name, state, causes, location))
        {
            return null;
        }

        var body = row.IsDBNull(11) ? null : JsonSerializer.Deserialize(row.GetString(11), HealthJson.Default.ResourceHealthChanged);
        return new FleetRow(
            name, state, Flags(row), causes, body?.Supplies ?? [], body?.Trays ?? [],
            row.GetMoment(10), row.GetInt64(6), row.GetInt64(7), location,
            row.GetText(12), body?.Text);
    }

    private static string[] Flags(NpgsqlDataReader row) =>
    [
        .. row.GetBoolean(2) ? Array.Empty<string>() : ["disabled"], .. row.GetBoolean(3) ? ["paused"] : Array.Empty<string>(),
        .. row.GetBoolean(4) ? Array.Empty<string>() : ["draining"],
    ];

    /// <summary>What the queue believes, in the monitor's words.</summary>
    private static string Believed(string health) => health == "ok" ? HealthStatuses.Ready : health;
}
