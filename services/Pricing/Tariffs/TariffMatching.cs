using System.IO.Enumeration;

namespace TicketFlow.Pricing;

/// <summary>Whether a condition holds for a job. Pure.</summary>
public static class TariffMatching
{
    /// <summary>Whether it does.</summary>
    public static bool Holds(this TariffCondition? when, PricedJob job, TimeZoneInfo zone) => when is null
        || ((when.Colour is null || when.Colour == job.Colour)
            && (when.Duplex is null || (job.Sides is { } sides && when.Duplex == (sides > 1)))
            && (when.PagesFrom is null || job.AllPages >= when.PagesFrom)
            && IsOneOf(when.Paper, job.Paper)
            && IsOneOf(when.Resources, job.Resource)
            && IsOneOf(when.Kinds, job.Kind)
            && IsOneOf(when.Users, $"{job.Domain}\\{job.User}")
            && (when.Groups is null || job.Groups.Any(group => IsOneOf(when.Groups, group)))
            && IsOneOf(when.Departments, job.Department)
            && IsOneOf(when.CostCentres, job.CostCentre)
            && IsAt(when.Hours, job.At, zone));

    private static bool IsOneOf(IReadOnlyList<string>? patterns, string? name) => patterns is null
        || (name is not null && patterns.Any(pattern => Matches(pattern, name)));

    // A backslash is an escape in these expressions, and a part of every user's name.
    private static bool Matches(string pattern, string name) =>
        FileSystemName.MatchesSimpleExpression(pattern.Replace('\\', '/'), name.Replace('\\', '/'), ignoreCase: true);

    private static bool IsAt(IReadOnlyList<TariffHours>? hours, DateTimeOffset at, TimeZoneInfo zone)
    {
        if (hours is null)
        {
            return true;
        }

        var local = TimeZoneInfo.ConvertTime(at, zone).DateTime;
        return hours.Any(window => window.Contains(local));
    }
}
