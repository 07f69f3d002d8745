namespace TicketFlow.PrinterMonitor.Polling;

/// <summary>
/// Many deadlines for little: a ring of buckets, one for each tick, instead of a timer for each printer. An entry beyond one turn of the
/// ring stays in its bucket until its turn comes. Not safe from several threads: it has one owner.
/// </summary>
internal sealed class PollWheel<T>(int buckets)
{
    private readonly List<(long Due, T Item)>?[] _ring = new List<(long, T)>?[buckets];
    private long _now;

    public int Count { get; private set; }

    /// <summary>An entry in the past is due at the next tick.</summary>
    public void Add(long dueTick, T item)
    {
        var due = Math.Max(dueTick, _now + 1);
        (_ring[due % buckets] ??= []).Add((due, item));
        Count++;
    }

    /// <summary>Moves on to <paramref name="tick"/> and gives what is due by then, the earlier the sooner.</summary>
    public void Advance(long tick, List<T> due)
    {
        // After a long stop each bucket is looked at once, not once for each tick missed.
        var from = Math.Max(_now + 1, tick - buckets + 1);
        for (var at = from; at <= tick; at++)
        {
            Take(_ring[at % buckets], tick, due);
        }

        _now = Math.Max(_now, tick);
    }

    private void Take(List<(long Due, T Item)>? bucket, long tick, List<T> due)
    {
        if (bucket is null)
        {
            return;
        }

        var kept = 0;
        for (var i = 0; i < bucket.Count; i++)
        {
            if (bucket[i].Due <= tick)
            {
                due.Add(bucket[i].Item);
            }
            else
            {
                bucket[kept++] = bucket[i];
            }
        }

        Count -= bucket.Count - kept;
        bucket.RemoveRange(kept, bucket.Count - kept);
    }
}
