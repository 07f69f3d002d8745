namespace TicketFlow.EventStore.Daemon;

/// <summary>What one look at the log saw.</summary>
/// <param name="Mark">The mark as stored.</param>
/// <param name="First">First number above the mark, or null.</param>
/// <param name="Edge">Last number before the first hole inside the window, or null when there is none.</param>
/// <param name="WindowEnd">Highest number inside the window, or null.</param>
/// <param name="Highest">Highest number of all, or null.</param>
/// <param name="LastValue">The sequence's last value.</param>
/// <param name="NextTransaction">First transaction id not given out yet.</param>
/// <param name="SeenAt">The database's clock.</param>
internal sealed record HighWaterLook(
    long Mark, long? First, long? Edge, long? WindowEnd, long? Highest, long LastValue, string NextTransaction, DateTimeOffset SeenAt);

/// <summary>
/// The mark below which no transaction still in flight can commit an event. A hole directly above it is a transaction that has not
/// committed yet, or one that never will; nobody can tell which, except by waiting for all that were in flight at first sight.
/// </summary>
internal static class HighWaterRule
{
    /// <summary>Where the mark may stand after this look.</summary>
    public static long Next(HighWaterLook look) =>
        look.First is null || look.First != look.Mark + 1 ? look.Mark : look.Edge ?? look.WindowEnd ?? look.Mark;

    /// <summary>Whether a hole stands directly above <paramref name="mark"/>, which is where this look leads to.</summary>
    public static bool HasGapAbove(HighWaterLook look, long mark) => look.Highest > mark && !(look.WindowEnd == mark && look.Edge is null);

    /// <summary>Where to skip to, once everything in flight at <paramref name="firstSight"/> has ended.</summary>
    public static long SkipTo(HighWaterLook firstSight, HighWaterLook now) => Math.Min(now.Highest ?? now.Mark, firstSight.LastValue);
}
