namespace TicketFlow.Delivery.AlertRules;

/// <summary>Times at which nobody is told. What still stands at their end is told then.</summary>
/// <param name="From">Local time; equal to <paramref name="To"/> when only whole days are quiet.</param>
/// <param name="To">Local time; before <paramref name="From"/> it is that of the next day.</param>
/// <param name="Zone">IANA name, for example <c>Europe/Berlin</c>.</param>
/// <param name="Days">Days that are quiet from midnight to midnight.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly To, string Zone, IReadOnlyList<DayOfWeek> Days)
{
    // Two ends a day and a week of quiet days: more steps than this means that it is always quiet.
    private const int MostSteps = 32;

    /// <summary>When it ends, or null when it is not quiet now. With quiet for ever: a week later.</summary>
    public DateTimeOffset? EndAfter(DateTimeOffset now)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(Zone);
        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        var start = local;
        for (var step = 0; step < MostSteps && EndOfPart(local) is { } end; step++)
        {
            local = end;
        }

        return local == start ? null : ToUtc(local, zone);
    }

    private DateTime? EndOfPart(DateTime local)
    {
        if (Days.Contains(local.DayOfWeek))
        {
            return local.Date.AddDays(1);
        }

        var time = TimeOnly.FromDateTime(local);
        if (From == To || !time.IsBetween(From, To))
        {
            return null;
        }

        return local.Date.Add(To.ToTimeSpan()).AddDays(time >= To ? 1 : 0);
    }

    /// <summary>A local time that the clocks skip in spring is taken an hour later.</summary>
    private static DateTimeOffset ToUtc(DateTime local, TimeZoneInfo zone)
    {
        var plain = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        var real = zone.IsInvalidTime(plain) ? plain.AddHours(1) : plain;
        return new DateTimeOffset(real, zone.GetUtcOffset(real)).ToUniversalTime();
    }
}
