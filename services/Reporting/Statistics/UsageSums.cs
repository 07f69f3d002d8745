using TicketFlow.Reporting.Ledger;

namespace TicketFlow.Reporting.Statistics;

/// <summary>What a page of outcomes adds to the statistics.</summary>
internal sealed class UsageSums
{
    private readonly Dictionary<UsageKey, Usage> _usage = [];
    private readonly Dictionary<DurationKey, (long Waits, long Prints)> _durations = [];

    public IReadOnlyList<KeyValuePair<UsageKey, Usage>> Usage => [.. _usage];

    public IReadOnlyList<KeyValuePair<DurationKey, (long Waits, long Prints)>> Durations => [.. _durations];

    public static UsageSums Of(IReadOnlyList<Outcome> outcomes)
    {
        var sums = new UsageSums();
        foreach (var outcome in outcomes)
        {
            var hour = new DateTimeOffset(outcome.At.Ticks - (outcome.At.Ticks % TimeSpan.TicksPerHour), TimeSpan.Zero);
            foreach (var (dimension, key) in Dimensions.Of(outcome))
            {
                sums.Add(hour, dimension, key, outcome);
            }
        }

        return sums;
    }

    private void Add(DateTimeOffset hour, string dimension, string key, Outcome outcome)
    {
        var row = new UsageKey(hour, dimension, key, outcome.Kind, outcome.Code ?? "");
        if (!_usage.TryGetValue(row, out var usage))
        {
            _usage[row] = usage = new Usage();
        }

        usage.Add(outcome);
        if (Dimensions.KeepsDurations(dimension))
        {
            Count(Statistics.Usage.WaitOf(outcome), 1, 0);
            Count(Statistics.Usage.PrintOf(outcome), 0, 1);
        }

        void Count(long? milliseconds, int waits, int prints)
        {
            if (milliseconds is { } duration)
            {
                var bucket = new DurationKey(hour, dimension, key, DurationBucket.Of(duration));
                var (w, p) = _durations.GetValueOrDefault(bucket);
                _durations[bucket] = (w + waits, p + prints);
            }
        }
    }
}
