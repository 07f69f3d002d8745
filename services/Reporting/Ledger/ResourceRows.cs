using Npgsql;

namespace TicketFlow.Reporting.Ledger;

/// <summary>Reads and writes rows of <c>resource</c> and <c>downtime</c>.</summary>
internal static class ResourceRows
{
    public const string SelectResources = "select name, kind, location, registered_at, sequence from resource";

    public const string SelectOpenDowntimes =
        "select sequence, resource, kind, causes, source, started_at, ended_at from downtime where ended_at is null";

    private const string UpsertResources = """
        insert into resource (name, kind, location, registered_at, sequence) select * from unnest($1, $2, $3, $4, $5)
        on conflict (name) do update set kind = excluded.kind, location = excluded.location, sequence = excluded.sequence
        """;

    private const string UpsertDowntimes = """
        insert into downtime (sequence, resource, kind, causes, source, started_at, ended_at)
        select d.sequence, d.resource, d.kind, string_to_array(d.causes, ' '), d.source, d.started_at, d.ended_at
        from unnest($1, $2, $3, $4, $5, $6, $7) as d (sequence, resource, kind, causes, source, started_at, ended_at)
        on conflict (sequence) do update set ended_at = excluded.ended_at
        """;

    public static NpgsqlBatchCommand Write(IReadOnlyList<ResourceRecord> rows) => new NpgsqlBatchCommand(UpsertResources)
        .Texts(rows, r => r.Name).Texts(rows, r => r.Kind).Texts(rows, r => r.Location).Moments(rows, r => r.RegisteredAt)
        .Longs(rows, r => r.Sequence);

    public static NpgsqlBatchCommand Write(IReadOnlyList<DowntimeRecord> rows) => new NpgsqlBatchCommand(UpsertDowntimes)
        .Longs(rows, d => d.Sequence).Texts(rows, d => d.Resource).Texts(rows, d => d.Kind)
        .Texts(rows, d => string.Join(' ', d.Causes)).Texts(rows, d => d.Source).Moments(rows, d => d.StartedAt)
        .Moments(rows, d => d.EndedAt);

    public static ResourceRecord Resource(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetText(2), row.GetMoment(3)!.Value, row.GetInt64(4));

    public static DowntimeRecord Downtime(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetFieldValue<string[]>(3), row.GetText(4), row.GetMoment(5)!.Value,
        row.GetMoment(6));
}
