using Npgsql;
using NpgsqlTypes;
using TicketFlow.Delivery;
using TicketFlow.PrinterMonitor.Alerts.Incidents;

namespace TicketFlow.PrinterMonitor.Alerts;

/// <summary>The alerts' tables within one transaction.</summary>
internal sealed class AlertRows(NpgsqlConnection connection, CancellationToken cancellation)
{
    public async Task<bool> AskAsync(string sql) => await ScalarAsync(sql) is true;

    /// <summary>True when the rules are others than at the last pass.</summary>
    public async Task<bool> SeeRulesAsync(long version) =>
        await ScalarAsync(AlertSql.SeeRules, new NpgsqlParameter { Value = version }) is true;

    public async Task<DateTimeOffset?> NextDueAsync() => await ScalarAsync(AlertSql.NextDue) is DateTime at ? new DateTimeOffset(at) : null;

    public async Task<List<HealthFact>> TakeChangesAsync(int most)
    {
        var facts = await ListAsync(AlertSql.TakeChanges, Change, new NpgsqlParameter { Value = most });
        return [.. facts.OrderBy(f => f.Id).Select(f => f.Fact)];
    }

    public Task<List<(Incident Incident, IReadOnlyList<Notice> Notices)>> IncidentsOfAsync(string[] printers) =>
        WithNoticesAsync(AlertSql.IncidentsOf, new NpgsqlParameter { Value = printers });

    public Task<List<(Incident Incident, IReadOnlyList<Notice> Notices)>> OpenIncidentsAsync() => WithNoticesAsync(AlertSql.OpenIncidents);

    public async Task<List<Notice>> DueAsync(DateTimeOffset now) =>
        [.. (await ListAsync(AlertSql.Due, Row, new NpgsqlParameter { Value = now.UtcDateTime })).Select(row => row.Notice!)];

    public Task SaveAsync(IReadOnlyList<Incident> incidents) => WriteAsync(
        AlertSql.SaveIncidents, incidents.Count,
        Column(incidents, i => i.Id, NpgsqlDbType.Uuid), Column(incidents, i => i.Printer, NpgsqlDbType.Text),
        Column(incidents, i => i.Site, NpgsqlDbType.Text), Column(incidents, i => i.Cause, NpgsqlDbType.Text),
        Column(incidents, i => i.OpenedAt.UtcDateTime, NpgsqlDbType.TimestampTz), Column(incidents, i => i.Text, NpgsqlDbType.Text),
        Column(incidents, i => i.ClearedAt?.UtcDateTime, NpgsqlDbType.TimestampTz));

    public Task SaveAsync(IReadOnlyList<Notice> notices) => WriteAsync(
        AlertSql.SaveNotices, notices.Count,
        Column(notices, n => n.Incident.Id, NpgsqlDbType.Uuid), Column(notices, n => n.Rule, NpgsqlDbType.Text),
        Column(notices, n => n.Phase.ToString(), NpgsqlDbType.Text), Column(notices, n => n.DueAt?.UtcDateTime, NpgsqlDbType.TimestampTz),
        Column(notices, n => n.Letter, NpgsqlDbType.Text), Column(notices, n => n.Escalated, NpgsqlDbType.Boolean));

    public async Task PostAsync(Letter letter, IReadOnlyList<string> receivers, DateTimeOffset now)
    {
        await using var command = AlertModule.Letters.Post(connection, letter with { At = now }, receivers, now);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<List<(Incident Incident, IReadOnlyList<Notice> Notices)>> WithNoticesAsync(string sql,
        params NpgsqlParameter[] parameters) =>
        [.. (await ListAsync(sql, Row, parameters)).GroupBy(row => row.Incident.Id).Select(
            g => (g.First().Incident, (IReadOnlyList<Notice>)[.. g.Select(row => row.Notice).OfType<Notice>()]))];

    private static (long Id, HealthFact Fact) Change(NpgsqlDataReader row) => (
        row.GetInt64(0),
        new HealthFact(
            row.GetString(1), row.GetInt64(2), new DateTimeOffset(row.GetDateTime(3)),
            row.GetString(4).Split(' ', StringSplitOptions.RemoveEmptyEntries), row.GetString(5), row.GetText(6)));

    private static (Incident Incident, Notice? Notice) Row(NpgsqlDataReader row)
    {
        var incident = new Incident(
            row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), new DateTimeOffset(row.GetDateTime(4)), row.GetText(5),
            row.GetMoment(6), row.GetText(7));
        return (incident, row.IsDBNull(8)
            ? null
            : new Notice(
                incident, row.GetString(8), Enum.Parse<NoticePhase>(row.GetString(9)), row.GetMoment(10), row.GetText(11),
                row.GetBoolean(12)));
    }

    private static NpgsqlParameter Column<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, T> value, NpgsqlDbType type) =>
        new() { Value = rows.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };

    private async Task<object?> ScalarAsync(string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteScalarAsync(cancellation);
    }

    private async Task WriteAsync(string sql, int count, params NpgsqlParameter[] parameters)
    {
        if (count > 0)
        {
            await using var command = Command(sql, parameters);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    private async Task<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> read, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private NpgsqlCommand Command(string sql, NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        return command;
    }
}
