using TicketFlow.Reporting.Ledger;

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

    /// <summary>The values of an outcome in each kept dimension; several groups make several.</summary>
    internal static IEnumerable<(string Dimension, string Key)> Of(Outcome outcome)
    {
        yield return (All, "");
        yield return (Resource, outcome.Resource ?? "");
        yield return (Site, outcome.Site ?? "");
        yield return (User, UserKey(outcome));
        yield return (Department, outcome.Department ?? "");
        yield return (CostCentre, outcome.CostCentre ?? "");
        yield return (Client, outcome.Agent);
        foreach (var group in outcome.Groups)
        {
            yield return (Group, group);
        }
    }

    /// <summary>Whether durations are kept per hour; for the others there would be as many rows as jobs.</summary>
    internal static bool KeepsDurations(string dimension) => dimension is not (User or Client);

    private static string UserKey(Outcome outcome) => outcome.User is null ? "" : $"{outcome.Domain}\\{outcome.User}";
}
