using System.Numerics;

namespace TicketFlow.Reporting.Statistics;

/// <summary>
/// Buckets of durations in milliseconds, four to an octave: a percentile found among them is right to within an eighth. Whole numbers only,
/// so that every machine finds the same one.
/// </summary>
public static class DurationBucket
{
    private const int Parts = 4;

    /// <summary>The bucket of a duration; negative ones count as 0.</summary>
    public static int Of(long milliseconds)
    {
        if (milliseconds < Parts)
        {
            return (int)Math.Max(0, milliseconds);
        }

        var octave = BitOperations.Log2((ulong)milliseconds);
        return (octave * Parts) + (int)((milliseconds >> (octave - 2)) & (Parts - 1));
    }

    /// <summary>The smallest duration of the bucket.</summary>
    public static long Floor(int bucket)
    {
        if (bucket < Parts)
        {
            return bucket;
        }

        var octave = bucket / Parts;
        return octave < 2 ? Parts : (long)(Parts + (bucket % Parts)) << (octave - 2);
    }

    /// <summary>
    /// The duration that the given share of them (0 to 1) does not exceed: the middle of the bucket it falls in; null without any.
    /// </summary>
    /// <param name="counts">Durations per bucket, in order of the buckets.</param>
    public static long? Percentile(IEnumerable<(int Bucket, long Count)> counts, double share)
    {
        var buckets = counts.Where(c => c.Count > 0).ToList();
        var (left, total) = (0L, buckets.Sum(c => c.Count));
        var rank = Math.Max(1, (long)Math.Ceiling(total * share));
        foreach (var (bucket, count) in buckets)
        {
            left += count;
            if (left >= rank)
            {
                return (Floor(bucket) + Math.Max(Floor(bucket), Floor(bucket + 1) - 1)) / 2;
            }
        }

        return null;
    }
}
