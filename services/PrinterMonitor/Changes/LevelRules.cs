using TicketFlow.Contracts.Health;
using TicketFlow.PrinterMonitor.Health;

namespace TicketFlow.PrinterMonitor.Changes;

/// <summary>Levels as coarse steps. Pure.</summary>
internal static class LevelRules
{
    /// <summary>A level must rise this many points above a step to leave it: counters waver, and refills rise by more.</summary>
    private const int Reluctance = 3;

    private static readonly (string Step, int UpTo)[] Steps =
        [(LevelSteps.Low, 10), (LevelSteps.Quarter, 25), (LevelSteps.Half, 50), (LevelSteps.Plenty, 100)];

    /// <param name="kind">What the number means.</param>
    /// <param name="level">The number.</param>
    /// <param name="percent">0 to 100, or null.</param>
    /// <param name="was">The step before, or null.</param>
    public static string StepOf(LevelKind kind, long? level, int? percent, string? was) => kind switch
    {
        _ when level == 0 && (percent == 0 || kind == LevelKind.Percentage) => LevelSteps.Empty,
        LevelKind.SomeLeft or LevelKind.Amount or LevelKind.Unlimited => LevelSteps.Some,
        LevelKind.Percentage when percent is { } number => Reluctantly(number, was),
        _ => LevelSteps.Unknown,
    };

    /// <summary>RFC 3805 PrtMarkerSuppliesTypeTC.</summary>
    public static string KindOf(SupplyHealth supply) => supply.Type switch
    {
        _ when supply.IsReceptacle => SupplyKinds.Waste,
        3 or 21 or 35 => SupplyKinds.Toner,
        5 or 6 or 36 => SupplyKinds.Ink,
        7 => SupplyKinds.Ribbon,
        9 => SupplyKinds.Drum,
        10 => SupplyKinds.Developer,
        15 => SupplyKinds.Fuser,
        20 => SupplyKinds.Transfer,
        32 => SupplyKinds.Staples,
        _ => SupplyKinds.Other,
    };

    private static string Reluctantly(int percent, string? was)
    {
        var now = Array.Find(Steps, step => percent <= step.UpTo);
        var before = Array.Find(Steps, step => step.Step == was);
        return before.Step is not null && now.UpTo > before.UpTo && percent <= before.UpTo + Reluctance
            ? before.Step
            : now.Step ?? LevelSteps.Plenty;
    }
}
