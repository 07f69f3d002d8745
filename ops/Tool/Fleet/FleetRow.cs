using System.IO.Enumeration;
using TicketFlow.Contracts.Health;

namespace TicketFlow.Ops.Fleet;

/// <summary>A printer as operators see it.</summary>
/// <param name="State">The monitor's status, else what the queue believes.</param>
/// <param name="Flags">paused, disabled, draining.</param>
internal sealed record FleetRow(
    string Name, string State, IReadOnlyList<string> Flags, IReadOnlyList<string> Causes, IReadOnlyList<SupplyState> Supplies,
    IReadOnlyList<TrayState> Trays, DateTimeOffset? SeenAt, long Waiting, long Active, string Location, string? Model, string? Text)
{
    /// <summary>The emptiest toner or ink, in percent; null when none tells.</summary>
    public int? LowestToner => Supplies.Where(s => s.Kind is SupplyKinds.Toner or SupplyKinds.Ink).Min(s => s.Percent);
}

/// <summary>Which printers are shown, in which order. Pure.</summary>
internal sealed record FleetView(
    IReadOnlyList<string> Names, IReadOnlyList<string> States, IReadOnlyList<string> Causes, string? Location, string Sort, int Most)
{
    public static IReadOnlyList<string> Sorts { get; } = ["name", "state", "queue", "seen", "toner"];

    public static IReadOnlyList<string> KnownStates { get; } =
        [HealthStatuses.Ready, HealthStatuses.Warning, HealthStatuses.Stopped, HealthStatuses.Unknown];

    /// <summary>One printer by its name.</summary>
    public static FleetView Only(string name) => new([name], [], [], null, Sorts[0], 1);

    public IEnumerable<FleetRow> Of(IEnumerable<FleetRow> rows) =>
        Sorted(rows.Where(row => Wants(row.Name, row.State, row.Causes, row.Location))).Take(Most);

    public bool Wants(string name, string state, IReadOnlyList<string> causes, string location) =>
        (Names.Count == 0 || Names.Any(pattern => Fits(pattern, name)))
        && (States.Count == 0 || States.Contains(state))
        && (Causes.Count == 0 || Causes.Any(pattern => causes.Any(cause => Fits(pattern, cause))))
        && (Location is null || Fits(Location, location));

    private IOrderedEnumerable<FleetRow> Sorted(IEnumerable<FleetRow> rows) => Sort switch
    {
        "state" => rows.OrderBy(r => Rank(r.State)).ThenBy(r => r.Name, StringComparer.Ordinal),
        "queue" => rows.OrderByDescending(r => r.Waiting + r.Active).ThenBy(r => r.Name, StringComparer.Ordinal),
        "seen" => rows.OrderBy(r => r.SeenAt ?? DateTimeOffset.MinValue).ThenBy(r => r.Name, StringComparer.Ordinal),
        "toner" => rows.OrderBy(r => r.LowestToner ?? int.MaxValue).ThenBy(r => r.Name, StringComparer.Ordinal),
        _ => rows.OrderBy(r => r.Name, StringComparer.Ordinal),
    };

    private static int Rank(string state) => state switch
    {
        HealthStatuses.Stopped => 0,
        HealthStatuses.Warning => 1,
        HealthStatuses.Unknown => 2,
        _ => 3,
    };

    private static bool Fits(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: true);
}
