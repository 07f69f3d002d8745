using Npgsql;

namespace TicketFlow.Reporting.Statistics;

/// <summary>Adds sums to <c>usage_hour</c> and <c>duration_hour</c>, many rows at a time.</summary>
internal static class UsageRows
{
    private const string AddUsage = """
        insert into usage_hour as u (hour, dimension, key, kind, code, outcomes, jobs, pages, sheets, copies, colour_pages, mono_pages,
          duplex_pages, uncounted, bytes, bytes_direct, waits, wait_ms, prints, print_ms)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
        on conflict (dimension, hour, key, kind, code) do update set outcomes = u.outcomes + excluded.outcomes,
          jobs = u.jobs + excluded.jobs, pages = u.pages + excluded.pages, sheets = u.sheets + excluded.sheets,
          copies = u.copies + excluded.copies, colour_pages = u.colour_pages + excluded.colour_pages,
          mono_pages = u.mono_pages + excluded.mono_pages, duplex_pages = u.duplex_pages + excluded.duplex_pages,
          uncounted = u.uncounted + excluded.uncounted, bytes = u.bytes + excluded.bytes,
          bytes_direct = u.bytes_direct + excluded.bytes_direct, waits = u.waits + excluded.waits,
          wait_ms = u.wait_ms + excluded.wait_ms, prints = u.prints + excluded.prints, print_ms = u.print_ms + excluded.print_ms
        """;

    private const string AddDurations = """
        insert into duration_hour as d (hour, dimension, key, bucket, waits, prints) select * from unnest($1, $2, $3, $4, $5, $6)
        on conflict (dimension, hour, key, bucket) do update set waits = d.waits + excluded.waits, prints = d.prints + excluded.prints
        """;

    public static NpgsqlBatchCommand Add(IReadOnlyList<KeyValuePair<UsageKey, Usage>> rows) => new NpgsqlBatchCommand(AddUsage)
        .Moments(rows, r => r.Key.Hour).Texts(rows, r => r.Key.Dimension).Texts(rows, r => r.Key.Key).Texts(rows, r => r.Key.Kind)
        .Texts(rows, r => r.Key.Code).Longs(rows, r => r.Value.Outcomes).Longs(rows, r => r.Value.Jobs).Longs(rows, r => r.Value.Pages)
        .Longs(rows, r => r.Value.Sheets).Longs(rows, r => r.Value.Copies).Longs(rows, r => r.Value.ColourPages)
        .Longs(rows, r => r.Value.MonoPages).Longs(rows, r => r.Value.DuplexPages).Longs(rows, r => r.Value.Uncounted)
        .Longs(rows, r => r.Value.Bytes).Longs(rows, r => r.Value.BytesDirect).Longs(rows, r => r.Value.Waits)
        .Longs(rows, r => r.Value.WaitMs).Longs(rows, r => r.Value.Prints).Longs(rows, r => r.Value.PrintMs);

    public static NpgsqlBatchCommand Add(IReadOnlyList<KeyValuePair<DurationKey, (long Waits, long Prints)>> rows) =>
        new NpgsqlBatchCommand(AddDurations)
            .Moments(rows, r => r.Key.Hour).Texts(rows, r => r.Key.Dimension).Texts(rows, r => r.Key.Key).Ints(rows, r => r.Key.Bucket)
            .Longs(rows, r => r.Value.Waits).Longs(rows, r => r.Value.Prints);
}
