using Npgsql;
using NpgsqlTypes;

namespace TicketFlow.Reporting.Statistics;

/// <summary>Writes rows of <c>usage_entry</c> and <c>usage_subject</c>, many at a time.</summary>
internal static class UsageEntryRows
{
    private const string InsertSubjects = """
        insert into usage_subject (id, digest, resource, site, user_key, department, cost_centre, client, groups, kind, code)
        select s.id, s.digest, s.resource, s.site, s.user_key, s.department, s.cost_centre, s.client,
          (string_to_array(s.groups, E'\x1f'))[:cardinality(string_to_array(s.groups, E'\x1f')) - 1], s.kind, s.code
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
          as s (id, digest, resource, site, user_key, department, cost_centre, client, groups, kind, code)
        """;

    private const string InsertEntries = """
        insert into usage_entry (at, sequence, subject, wait_bucket, print_bucket, jobs, uncounted, copies, pages, sheets, colour_pages,
          mono_pages, duplex_pages, bytes, bytes_direct, wait_ms, print_ms)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        """;

    public static NpgsqlBatchCommand Add(IReadOnlyList<KeyValuePair<UsageSubject, long>> rows) => new NpgsqlBatchCommand(InsertSubjects)
        .Longs(rows, r => r.Value).Column(rows, r => r.Key.Digest, NpgsqlDbType.Uuid).Texts(rows, r => r.Key.Resource)
        .Texts(rows, r => r.Key.Site).Texts(rows, r => r.Key.User).Texts(rows, r => r.Key.Department).Texts(rows, r => r.Key.CostCentre)
        .Texts(rows, r => r.Key.Client).Texts(rows, r => r.Key.Groups).Texts(rows, r => r.Key.Kind).Texts(rows, r => r.Key.Code);

    /// <param name="rows">The entries.</param>
    /// <param name="subjects">The number of each one's subject.</param>
    public static NpgsqlBatchCommand Add(IReadOnlyList<UsageEntry> rows, long[] subjects)
    {
        var command = new NpgsqlBatchCommand(InsertEntries).Moments(rows, r => r.Outcome.At).Longs(rows, r => r.Outcome.Sequence);
        command.Parameters.Add(new() { Value = subjects, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        return command.Ints(rows, r => Usage.WaitBucketOf(r.Outcome)).Ints(rows, r => Usage.PrintBucketOf(r.Outcome))
            .Longs(rows, r => r.Usage.Jobs).Longs(rows, r => r.Usage.Uncounted).Longs(rows, r => r.Usage.Copies)
            .Longs(rows, r => r.Usage.Pages).Longs(rows, r => r.Usage.Sheets).Longs(rows, r => r.Usage.ColourPages)
            .Longs(rows, r => r.Usage.MonoPages).Longs(rows, r => r.Usage.DuplexPages).Longs(rows, r => r.Usage.Bytes)
            .Longs(rows, r => r.Usage.BytesDirect).Longs(rows, r => r.Usage.WaitMs).Longs(rows, r => r.Usage.PrintMs);
    }
}
