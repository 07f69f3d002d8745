using System.Globalization;

namespace TicketFlow.Reporting.Api.Questions;

/// <summary>The days a figure is about: from inclusive, until exclusive, in a zone.</summary>
internal sealed record Days(DateOnly From, DateOnly Until, string Zone)
{
    private const int MostDays = 3_700;

    /// <summary>Reads <c>month</c>, or <c>from</c> and <c>to</c>, and <c>zone</c>.</summary>
    public static Days Read(QueryReader query)
    {
        var zone = ReadZone(query);
        var (month, from, to) = (query.One("month"), query.One("from"), query.One("to"));
        if (month is not null)
        {
            if (from is not null || to is not null)
            {
                query.Refuse("month", "Give either month, or from and to.");
            }

            var start = Month(query, month);
            return new Days(start, start.AddMonths(1), zone);
        }

        if (from is null || to is null)
        {
            query.Refuse(from is null ? "from" : "to", "Give month, like 2026-10, or from and to, like 2026-10-01.");
            return new Days(default, default, zone);
        }

        var days = new Days(Day(query, "from", from), Day(query, "to", to), zone);
        if (days.Until.DayNumber - days.From.DayNumber is < 1 or > MostDays)
        {
            query.Refuse("to", $"It must be later than from, by {MostDays} days at most; it is the first day that is not asked for.");
        }

        return days;
    }

    /// <summary>Whether .NET and the database know it by the same name: no Windows names, no abbreviations.</summary>
    public static bool IsZone(string zone) =>
        (zone == "UTC" || zone.Contains('/', StringComparison.Ordinal)) && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _);

    private static string ReadZone(QueryReader query)
    {
        var zone = query.One("zone") ?? "UTC";
        if (IsZone(zone))
        {
            return zone;
        }

        query.Refuse("zone", "It is no time zone of the IANA database, like Europe/Berlin.");
        return "UTC";
    }

    private static DateOnly Month(QueryReader query, string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is > 1970 and < 9000)
        {
            return day;
        }

        query.Refuse("month", $"'{text}' is no month. Write it like 2026-10.");
        return new DateOnly(2000, 1, 1);
    }

    private static DateOnly Day(QueryReader query, string name, string text)
    {
        if (DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyy-MM"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is > 1970 and < 9000)
        {
            return day;
        }

        query.Refuse(name, $"'{text}' is no day. Write it like 2026-10-31; figures are of whole days.");
        return name == "from" ? new DateOnly(2000, 1, 1) : new DateOnly(2000, 1, 2);
    }
}
