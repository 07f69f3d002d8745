using System.Globalization;

namespace TicketFlow.Reporting.Api.Questions;

/// <summary>The time a question is about: from inclusive, to exclusive; null: no end. Days and months are of the zone.</summary>
internal sealed record Period(DateTimeOffset? From, DateTimeOffset? To, TimeZoneInfo Zone)
{
    private const string Forms = "Write a day (2026-10-31), a month (2026-10), or a time with its offset (2026-10-31T08:00:00+01:00).";

    /// <summary>Reads <c>from</c>, <c>to</c> or <c>month</c>, and <c>zone</c>.</summary>
    public static Period Read(QueryReader query)
    {
        var zone = ReadZone(query);
        var (from, to, month) = (query.One("from"), query.One("to"), query.One("month"));
        var period = new Period(Parse(query, "from", from, zone), Parse(query, "to", to, zone), zone);
        if (month is not null)
        {
            if (from is not null || to is not null)
            {
                query.Refuse("month", "Give either month, or from and to.");
            }

            var start = Parse(query, "month", month, zone, monthsOnly: true);
            return new Period(start, start is null ? null : NextMonth(start.Value, zone), zone);
        }

        if (period.From >= period.To)
        {
            query.Refuse("to", "It must be later than from; it is the first moment that is not asked for.");
        }

        return period;
    }

    private static DateTimeOffset NextMonth(DateTimeOffset start, TimeZoneInfo zone)
    {
        // Two days in: a start that had to move still lies in its month.
        var local = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(start.AddDays(2), zone).DateTime);
        return LocalMoment.StartOf(new DateOnly(local.Year, local.Month, 1).AddMonths(1), zone);
    }

    private static TimeZoneInfo ReadZone(QueryReader query)
    {
        var id = query.One("zone") ?? "UTC";
        if (TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) && zone.HasIanaId)
        {
            return zone;
        }

        query.Refuse("zone", "It is no time zone of the IANA database, like Europe/Berlin.");
        return TimeZoneInfo.Utc;
    }

    private static DateTimeOffset? Parse(QueryReader query, string name, string? text, TimeZoneInfo zone, bool monthsOnly = false)
    {
        if (text is null)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && InRange(day.Year))
        {
            return LocalMoment.StartOf(day, zone);
        }

        if (!monthsOnly && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day)
            && InRange(day.Year))
        {
            return LocalMoment.StartOf(day, zone);
        }

        // A plus sign of an offset arrives as a space when the caller forgot to escape it.
        if (!monthsOnly && text.Contains('T', StringComparison.Ordinal) && HasOffset(text)
            && DateTimeOffset.TryParse(
                text.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) && InRange(time.Year))
        {
            return time.ToUniversalTime();
        }

        query.Refuse(name, $"'{text}' is no {(monthsOnly ? "month" : "time")}. {(monthsOnly ? "Write it like 2026-10." : Forms)}");
        return null;
    }

    private static bool HasOffset(string text) =>
        text.EndsWith('Z') || text.AsSpan(text.IndexOf('T', StringComparison.Ordinal)).IndexOfAny("+- ") > 0;

    private static bool InRange(int year) => year is > 1970 and < 9000;
}
