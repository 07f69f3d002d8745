namespace TicketFlow.PrinterMonitor.Health;

/// <summary>What a level means beside its number (RFC 3805 section 2.2.13.1 and prtMarkerSuppliesLevel).</summary>
public enum LevelKind
{
    /// <summary>The device does not say (-2, or nothing).</summary>
    Unknown,

    /// <summary>No restriction (-1).</summary>
    Unlimited,

    /// <summary>-3: something is left, or a receptacle has some space, or a tray at least one sheet.</summary>
    SomeLeft,

    /// <summary>A number in the unit, without a capacity to compare it with: no percentage can be told.</summary>
    Amount,

    /// <summary>A number that <c>Percent</c> gives.</summary>
    Percentage,
}

/// <summary>One supply. For a receptacle the percentage is the space that is left, as far as the maker follows the standard.</summary>
/// <param name="Index">As the device gave it.</param>
/// <param name="Name">The device's description.</param>
/// <param name="Colour">The colorant, if the supply has one.</param>
/// <param name="Type">prtMarkerSuppliesType.</param>
/// <param name="IsReceptacle">It fills up instead of running out.</param>
/// <param name="Unit">prtMarkerSuppliesSupplyUnit.</param>
/// <param name="Level">Raw.</param>
/// <param name="MaxCapacity">Raw.</param>
/// <param name="Kind">What the level means.</param>
/// <param name="Percent">0 to 100, or null.</param>
/// <param name="IsRepetition">A second row of the same supply, without values: not for people's eyes.</param>
public sealed record SupplyHealth(
    string Index, string Name, string? Colour, int? Type, bool IsReceptacle, int? Unit, long? Level, int? MaxCapacity,
    LevelKind Kind, int? Percent, bool IsRepetition = false);

/// <summary>One tray.</summary>
/// <param name="Index">As the device gave it.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Level">Sheets, or the special values.</param>
/// <param name="MaxCapacity">Sheets, or the special values.</param>
/// <param name="Kind">What the level means.</param>
/// <param name="FeedsByItself">Its emptiness matters; a hand tray's does not.</param>
/// <param name="Status">Raw PrtSubUnitStatusTC.</param>
public sealed record TrayHealth(
    string Index, string Name, long? Level, int? MaxCapacity, LevelKind Kind, bool FeedsByItself, long? Status)
{
    public bool IsEmpty => Level == 0;
}

/// <summary>The state of one printer in one vocabulary, whatever source it came from.</summary>
public sealed record PrinterHealth
{
    public static PrinterHealth NotSeen { get; } = new();

    public HealthStatus Status { get; init; }

    public PrinterActivity Activity { get; init; }

    /// <summary>Without repetition, in the order of the enumeration.</summary>
    public IReadOnlyList<HealthCause> Causes { get; init; } = [];

    public IReadOnlyList<SupplyHealth> Supplies { get; init; } = [];

    public IReadOnlyList<TrayHealth> Trays { get; init; } = [];

    public IReadOnlyList<PageCounter> Counters { get; init; } = [];

    public IReadOnlyList<PrinterAlert> Alerts { get; init; } = [];

    /// <summary>The display's lines, joined by " / ".</summary>
    public string DisplayText { get; init; } = string.Empty;

    /// <summary>The device does not answer: everything but status and the cause Unreachable is what it last said.</summary>
    public bool IsStale { get; init; }

    /// <summary>printer-state-reasons; "none" when there is no cause.</summary>
    public IReadOnlyList<string> StateReasons =>
        Causes.Count == 0 ? ["none"] : [.. Causes.Select(cause => Health.StateReasons.ReasonOf(cause, Status))];

    /// <summary>Whether the other says the same in every value: records compare lists by reference.</summary>
    public bool SaysTheSameAs(PrinterHealth other) =>
        Status == other.Status && Activity == other.Activity && IsStale == other.IsStale && DisplayText == other.DisplayText
        && AreSame(Causes, other.Causes) && AreSame(Supplies, other.Supplies) && AreSame(Trays, other.Trays)
        && AreSame(Counters, other.Counters) && AreSame(Alerts, other.Alerts);

    /// <summary>The first marker's counter: the one people mean.</summary>
    public long? PageCount => Counters.Count > 0 ? Counters[0].Value : null;

    /// <summary>By index: this runs at every poll of every printer, and an enumerator of an interface is an object.</summary>
    private static bool AreSame<T>(IReadOnlyList<T> some, IReadOnlyList<T> others)
    {
        if (some.Count != others.Count)
        {
            return false;
        }

        for (var i = 0; i < some.Count; i++)
        {
            if (!EqualityComparer<T>.Default.Equals(some[i], others[i]))
            {
                return false;
            }
        }

        return true;
    }
}
