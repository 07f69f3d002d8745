using System.Text.Json;
using Npgsql;
using TicketFlow.Contracts.Health;

namespace TicketFlow.Ops.Fleet;

/// <summary>Reads all printers with their health and their queues in one go.</summary>
internal static class FleetQuery
{
    private const string Queues = """
        left join (select resource, count(*) filter (where phase = 'Waiting') as waiting, count(*) filter (where active) as active
                   from queue_job group by resource) j on j.resource = r.name
        """;

    private const string Resources =
        "select r.name, r.health, r.enabled, r.paused, r.accepting, coalesce(r.location, ''), coalesce(j.waiting, 0), coalesce(j.active, 0)";

    private const string WithMonitor = $"""
        {Resources}, h.status, h.causes, h.seen_at, h.body::text, h.model
        from queue_resource r left join monitor.health h on h.resource = r.name {Queues}
        """;

    private const string WithoutMonitor = $"{Resources}, null, null, null, null, null from queue_resource r {Queues}";

    public static async Task<List<FleetRow>> ReadAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        var hasMonitor = await MonitorTables.HasAsync(database, "monitor.health", cancellation);
        await using var command = database.CreateCommand(hasMonitor ? WithMonitor : WithoutMonitor);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<FleetRow>();
        while (await row.ReadAsync(cancellation))
        {
            rows.Add(Row(row));
        }

        return rows;
    }

    private static FleetRow Row(NpgsqlDataReader row)
    {
        var body = row.IsDBNull(11) ? null : JsonSerializer.Deserialize(row.GetString(11), HealthJson.Default.ResourceHealthChanged);
        string[] flags =
        [
            .. row.GetBoolean(2) ? Array.Empty<string>() : ["disabled"], .. row.GetBoolean(3) ? ["paused"] : Array.Empty<string>(),
            .. row.GetBoolean(4) ? Array.Empty<string>() : ["draining"],
        ];
        return new FleetRow(
            row.GetString(0), row.IsDBNull(8) ? Believed(row.GetString(1)) : row.GetString(8), flags,
            row.IsDBNull(9) ? [] : row.GetFieldValue<string[]>(9), body?.Supplies ?? [], body?.Trays ?? [],
            row.IsDBNull(10) ? null : new DateTimeOffset(row.GetDateTime(10)), row.GetInt64(6), row.GetInt64(7), row.GetString(5),
            row.IsDBNull(12) ? null : row.GetString(12), body?.Text);
    }

    /// <summary>What the queue believes, in the monitor's words.</summary>
    private static string Believed(string health) => health == "ok" ? HealthStatuses.Ready : health;
}
