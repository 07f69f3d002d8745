namespace TicketFlow.Reporting;

/// <summary>Local times as moments, also on the days on which clocks change.</summary>
internal static class LocalMoment
{
    /// <summary>
    /// The moment, UTC. A time that the clocks leap over is the first one after the leap; of a time that comes twice the first is taken.
    /// </summary>
    public static DateTimeOffset Of(DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(time);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddTicks(TimeSpan.TicksPerMinute - (local.Ticks % TimeSpan.TicksPerMinute));
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    /// <summary>The first moment of a day; where clocks leap over midnight, the first after it.</summary>
    public static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone) => Of(day, TimeOnly.MinValue, zone);
}
