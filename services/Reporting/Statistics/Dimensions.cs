namespace TicketFlow.Reporting.Statistics;

/// <summary>By what statistics are kept. Stored; never rename.</summary>
public static class Dimensions
{
    public const string All = "all";
    public const string Resource = "resource";
    public const string Site = "site";
    public const string User = "user";
    public const string Department = "department";
    public const string CostCentre = "cost-centre";
    public const string Client = "client";
    public const string Group = "group";

    /// <summary>Kind of outcome; part of every row, whatever its dimension.</summary>
    public const string Outcome = "outcome";

    /// <summary>Cause of a failure, refusal, interruption or cancellation; part of every row.</summary>
    public const string Cause = "cause";

    /// <summary>Those that can be grouped and filtered by.</summary>
    public static IReadOnlyList<string> Names { get; } = [Resource, Site, User, Department, CostCentre, Client, Group, Outcome, Cause];

    /// <summary>Whether sums are kept per hour; of users and clients there would be as many as jobs.</summary>
    internal static bool KeepsHours(string dimension) => dimension is not (User or Client);

    /// <summary>Whether durations are kept per hour; most hours of a resource have as many of them as jobs.</summary>
    internal static bool KeepsDurations(string dimension) => KeepsHours(dimension) && dimension is not Resource;

    /// <summary>The values of a subject in each dimension that is kept by the hour; several groups make several.</summary>
    internal static IEnumerable<(string Dimension, string Key)> ByTheHour(UsageSubject subject)
    {
        yield return (All, "");
        yield return (Resource, subject.Resource);
        yield return (Site, subject.Site);
        yield return (Department, subject.Department);
        yield return (CostCentre, subject.CostCentre);
        foreach (var group in subject.GroupNames)
        {
            yield return (Group, group);
        }
    }
}
