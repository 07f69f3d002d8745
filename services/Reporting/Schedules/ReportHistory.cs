using Npgsql;
using NpgsqlTypes;

namespace TicketFlow.Reporting.Schedules;

/// <summary>A report that went out, or did not.</summary>
/// <param name="Asked">Somebody asked for it, out of turn.</param>
/// <param name="Rows">Rows of its file; null: it was missed, and is not made up for.</param>
internal sealed record ReportRun(
    string Schedule, string Period, bool Asked, DateTimeOffset DueAt, DateTimeOffset WrittenAt, int? Rows,
    IReadOnlyList<ReportDelivery> Deliveries)
{
    /// <summary><c>missed</c>, <c>sent</c>, <c>on its way</c> or <c>not delivered</c>.</summary>
    public string State => Rows is null ? "missed"
        : Deliveries.Any(d => d.State is "refused" or "given-up") ? "not delivered"
        : Deliveries.Any(d => d.State == "open") ? "on its way" : "sent";
}

/// <summary>What became of a report's letter to one receiver.</summary>
internal sealed record ReportDelivery(string Receiver, string State, int Tries, string? Error);

/// <summary>What was sent.</summary>
internal sealed class ReportHistory(NpgsqlDataSource database)
{
    /// <summary>The last ones of each schedule, newest first.</summary>
    /// <param name="schedule">Only this one's; null: all.</param>
    /// <param name="most">How many of each.</param>
    public async Task<IReadOnlyList<ReportRun>> ReadAsync(string? schedule, int most, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(ReportSql.Runs);
        command.Parameters.Add(new() { Value = (object?)schedule ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (long)most });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<(ReportRun Run, long Request, ReportDelivery? Delivery)>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(Row(reader));
        }

        return [.. rows.GroupBy(r => (r.Run.Schedule, r.Run.Period, r.Request)).Select(
            g => g.First().Run with { Deliveries = [.. g.Select(r => r.Delivery).OfType<ReportDelivery>()] })];
    }

    private static (ReportRun, long, ReportDelivery?) Row(NpgsqlDataReader row) => (
        new ReportRun(
            row.GetString(0), row.GetString(1), row.GetInt64(2) > 0, row.GetMoment(3)!.Value, row.GetMoment(4)!.Value, row.GetInt(5), []),
        row.GetInt64(2),
        row.IsDBNull(6) ? null : new ReportDelivery(row.GetString(6), row.GetString(7), row.GetInt32(8), row.GetText(9)));
}
