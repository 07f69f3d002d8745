namespace TicketFlow.EventStore;

/// <summary>The time as the database keeps it.</summary>
internal static class StoreClock
{
    /// <summary>UTC, cut to the microsecond, so that an event returned by a save equals the one read back.</summary>
    public static DateTimeOffset Now(TimeProvider time)
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)).ToUniversalTime();
    }
}
