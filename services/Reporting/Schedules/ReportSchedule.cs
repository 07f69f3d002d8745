namespace TicketFlow.Reporting.Schedules;

// Storage format: add optional members only.

/// <summary>How often a report goes out, and how long the time is that it is about.</summary>
public enum ReportEvery
{
    /// <summary>Each day, about the day before.</summary>
    Day,

    /// <summary>Each week, about the last whole week from Monday.</summary>
    Week,

    /// <summary>Each month, about the month before.</summary>
    Month,
}

/// <summary>A report that goes out by mail again and again.</summary>
/// <param name="Name">a-z, 0-9 and '-'.</param>
/// <param name="Report">One of <see cref="ReportKinds"/>.</param>
/// <param name="Every">How often.</param>
/// <param name="On">Of a week: the day, 1 (Monday) to 7; of a month: 1 to 28; of a day: 1.</param>
/// <param name="At">Local time of the zone.</param>
/// <param name="Zone">IANA name; days, weeks and months of the report are this zone's.</param>
/// <param name="To">Mail addresses.</param>
public sealed record ReportSchedule(
    string Name, string Report, ReportEvery Every, int On, TimeOnly At, string Zone, IReadOnlyList<string> To)
{
    /// <summary>By value: records compare lists by reference.</summary>
    internal bool Says(ReportSchedule other) => To.SequenceEqual(other.To, StringComparer.Ordinal) && this with { To = other.To } == other;

    /// <summary>As people say it: "each month on day 1 at 07:00 Europe/Berlin".</summary>
    internal string Rhythm => Every switch
    {
        ReportEvery.Week => $"each {(DayOfWeek)(On % 7)} at {At:HH:mm} {Zone}",
        ReportEvery.Month => $"each month on day {On} at {At:HH:mm} {Zone}",
        _ => $"each day at {At:HH:mm} {Zone}",
    };
}
