using System.Text;
using Npgsql;
using TicketFlow.Hosting;
using TicketFlow.PrinterMonitor.Leases;

namespace TicketFlow.Ops.Fleet;

/// <summary>The monitors under the table of printers: who lives, and how its questions went.</summary>
internal static class MonitorLines
{
    /// <summary>By way of JSON: the column is missing where only an older monitor has run.</summary>
    private const string Instances = """
        select i.name, to_jsonb(i) ->> 'counts', extract(epoch from now() - i.started_at)::bigint, i.expires_at > now()
        from monitor.instance i order by i.expires_at > now() desc, i.name
        """;

    /// <summary>Empty when no monitor has ever run here.</summary>
    public static async Task<string> ReadAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        if (!await MonitorTables.HasAsync(database, "monitor.instance", cancellation))
        {
            return "";
        }

        await using var command = database.CreateCommand(Instances);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var lines = new StringBuilder();
        var lives = false;
        while (await row.ReadAsync(cancellation))
        {
            lives |= row.GetBoolean(3);
            Append(lines, row);
        }

        return lives ? $"\n{lines}" : $"\n{lines}No printer monitor runs: the table shows what the last one saw. See docs/monitor.md.\n";
    }

    private static void Append(StringBuilder lines, NpgsqlDataReader row)
    {
        if (row.GetBoolean(3))
        {
            var age = FleetTable.Ago(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(row.GetInt64(2)));
            lines.Append($"monitor {row.GetString(0)}, for {age}: ")
                .Append(InstanceCounts.Parse(row.GetText(1))?.ToString() ?? "counts nothing").Append('\n');
        }
        else
        {
            lines.Append($"monitor {row.GetString(0)}: its lease ran out\n");
        }
    }
}
