using Npgsql;

namespace TicketFlow.Reporting.Statistics;

/// <summary>The sums of a row. Pages, sheets and copies are those of completed jobs.</summary>
/// <param name="Jobs">Jobs that ended for the first time: each is counted once, however often it was sent.</param>
/// <param name="Outcomes">Ended attempts and refusals.</param>
/// <param name="Pages">Printed sides, all copies.</param>
/// <param name="Uncounted">Completed jobs whose pages nobody could count.</param>
/// <param name="Bytes">Sizes of the documents.</param>
/// <param name="BytesDirect">Bytes that went straight from clients to resources: what never crossed a server.</param>
/// <param name="Waits">Jobs with a known wait.</param>
/// <param name="WaitMs">Sum of their waits, milliseconds.</param>
/// <param name="Prints">Completed transfers.</param>
/// <param name="PrintMs">Sum of their lengths, milliseconds.</param>
/// <param name="Leases">Times that one user at a time had a resource.</param>
/// <param name="LeaseMs">Sum of their lengths, milliseconds.</param>
public sealed record StatisticsMeasures(
    long Jobs, long Outcomes, long Completed, long Failed, long Interrupted, long Cancelled, long Refused, long NotStarted, long Moved,
    long Pages, long Sheets, long Copies, long ColourPages, long MonoPages, long DuplexPages, long Uncounted, long Bytes, long BytesDirect,
    long Waits, long WaitMs, long Prints, long PrintMs, long Leases, long LeaseMs)
{
    // The column, and of rows of which kind of outcome; empty: of all.
    private static readonly (string Name, string Column, string Kinds)[] Sums =
    [
        ("jobs", "jobs", ""), ("outcomes", "outcomes", ""), Of("completed"), Of("failed"), Of("interrupted"), Of("cancelled"),
        Of("refused"), Of("not-started"), Of("moved"), ("pages", "pages", ""), ("sheets", "sheets", ""), ("copies", "copies", ""),
        ("colour-pages", "colour_pages", ""), ("mono-pages", "mono_pages", ""), ("duplex-pages", "duplex_pages", ""),
        ("uncounted", "uncounted", ""), ("bytes", "bytes", ""), ("bytes-direct", "bytes_direct", ""), ("waits", "waits", ""),
        ("wait-ms", "wait_ms", ""), ("prints", "prints", ""), ("print-ms", "print_ms", "kind <> 'leased'"),
        ("leases", "outcomes", "kind = 'leased'"), ("lease-ms", "print_ms", "kind = 'leased'"),
    ];

    /// <summary>Where nothing happened.</summary>
    public static StatisticsMeasures None { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>Their names, by which rows can be sorted.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Sums.Select(s => s.Name)];

    /// <summary>The columns of a query over rows shaped like <c>usage_hour</c>, named m0, m1, …</summary>
    /// <param name="sum">The aggregate that adds up.</param>
    internal static string Columns(string sum) => string.Join(", ", Sums.Select((s, i) => s.Kinds.Length > 0
        ? $"coalesce({sum}({s.Column}) filter (where {s.Kinds}), 0)::bigint as m{i}"
        : $"coalesce({sum}({s.Column}), 0)::bigint as m{i}"));

    /// <summary>The names of those columns.</summary>
    internal static string Aliases { get; } = string.Join(", ", Sums.Select((_, i) => $"m{i}"));

    /// <summary>Average wait in milliseconds; null without any.</summary>
    public long? AverageWaitMs => Waits > 0 ? WaitMs / Waits : null;

    /// <summary>Average transfer in milliseconds; null without any.</summary>
    public long? AveragePrintMs => Prints > 0 ? PrintMs / Prints : null;

    /// <summary>The column of a measure; null when there is none.</summary>
    internal static string? ColumnOf(string name) =>
        Array.FindIndex(Sums, s => s.Name == name) is >= 0 and var index ? $"m{index}" : null;

    internal static StatisticsMeasures Row(NpgsqlDataReader row, int first)
    {
        long At(int index) => row.GetInt64(first + index);
        return new(
            At(0), At(1), At(2), At(3), At(4), At(5), At(6), At(7), At(8), At(9), At(10), At(11), At(12), At(13), At(14), At(15), At(16),
            At(17), At(18), At(19), At(20), At(21), At(22), At(23));
    }

    internal static int Count => Sums.Length;

    /// <summary>How many outcomes were of a kind.</summary>
    private static (string Name, string Column, string Kinds) Of(string kind) => (kind, "outcomes", $"kind = '{kind}'");
}
