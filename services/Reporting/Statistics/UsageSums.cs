namespace TicketFlow.Reporting.Statistics;

/// <summary>What a page of outcomes adds to the statistics.</summary>
internal sealed class UsageSums
{
    private readonly Dictionary<UsageKey, Usage> _usage = [];
    private readonly Dictionary<DurationKey, (long Waits, long Prints)> _durations = [];

    public IReadOnlyList<KeyValuePair<UsageKey, Usage>> Usage => [.. _usage];

    public IReadOnlyList<KeyValuePair<DurationKey, (long Waits, long Prints)>> Durations => [.. _durations];

    public static UsageSums Of(IReadOnlyList<UsageEntry> entries)
    {
        var sums = new UsageSums();
        foreach (var entry in entries)
        {
            var at = entry.Outcome.At.UtcTicks;
            var hour = new DateTimeOffset(at - (at % TimeSpan.TicksPerHour), TimeSpan.Zero);
            foreach (var (dimension, key) in Dimensions.ByTheHour(entry.Subject))
            {
                sums.Add(hour, dimension, key, entry);
            }
        }

        return sums;
    }

    private void Add(DateTimeOffset hour, string dimension, string key, UsageEntry entry)
    {
        var row = new UsageKey(hour, dimension, key, entry.Subject.Kind, entry.Subject.Code);
        if (!_usage.TryGetValue(row, out var usage))
        {
            _usage[row] = usage = new Usage();
        }

        usage.Add(entry.Outcome);
        if (Dimensions.KeepsDurations(dimension))
        {
            Count(Statistics.Usage.WaitBucketOf(entry.Outcome), 1, 0);
            Count(Statistics.Usage.PrintBucketOf(entry.Outcome), 0, 1);
        }

        void Count(int? number, int waits, int prints)
        {
            if (number is { } bucket)
            {
                var counted = new DurationKey(hour, dimension, key, bucket);
                var (w, p) = _durations.GetValueOrDefault(counted);
                _durations[counted] = (w + waits, p + prints);
            }
        }
    }
}
