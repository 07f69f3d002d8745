using TicketFlow.PrinterMonitor.Snmp;

namespace TicketFlow.PrinterMonitor.Health;

/// <summary>Levels of supplies, and what they alone can tell.</summary>
internal static class SupplyLevels
{
    private const int PercentUnit = 19;
    private const int SomeLeft = -3;
    private const int Unlimited = -1;

    public static List<SupplyHealth> Of(DeviceProfile profile, PrinterReading reading)
    {
        var supplies = profile.Supplies.Select(supply => Of(supply, NumberOf(reading.SupplyLevels, supply.Index))).ToList();
        return profile.Quirks.RepeatsSupplies
            ? [.. supplies.Select(supply => supply with { IsRepetition = Repeats(supply, supplies) })]
            : supplies;
    }

    public static long? NumberOf(IReadOnlyDictionary<Oid, long> rows, Oid index) => rows.TryGetValue(index, out var number) ? number : null;

    public static LevelKind KindOf(long? level, bool comparable) => level switch
    {
        SomeLeft => LevelKind.SomeLeft,
        Unlimited => LevelKind.Unlimited,
        null or < 0 => LevelKind.Unknown,
        _ => comparable ? LevelKind.Percentage : LevelKind.Amount,
    };

    public static void AddCauses(
        SortedSet<HealthCause> causes, DeviceProfile profile, PrinterReading reading, List<SupplyHealth> supplies, QuirkTable quirks)
    {
        // Small devices count to 0 while the cartridge still prints: with nothing but "almost empty" beside it, 0 is low (Canon).
        var toldLow = reading.Alerts.Any(alert => AlertCauses.Of(alert) == HealthCause.TonerLow);
        var zeroMeans = toldLow && !causes.Contains(HealthCause.TonerEmpty) ? HealthCause.TonerLow : HealthCause.TonerEmpty;
        var levelLow = false;
        foreach (var supply in supplies.Where(supply => !supply.IsReceptacle))
        {
            if (SupplyTypes.IsColour(supply.Type))
            {
                // A few pages of ten thousand are 0 % and not empty: only a level of 0 is.
                var empty = supply is { Level: 0, Percent: 0 };
                var low = !empty && (supply.Percent <= quirks.TonerLowPercent
                    || (supply.Kind == LevelKind.SomeLeft && profile.Quirks.SomeLeftIsLow));
                levelLow |= low;
                if (empty || low)
                {
                    causes.Add(empty ? zeroMeans : HealthCause.TonerLow);
                }
            }
            else if (supply.Type == SupplyTypes.Drum && supply.Percent <= quirks.DrumReplacePercent)
            {
                causes.Add(HealthCause.DrumReplace);
            }
        }

        if (causes.Contains(HealthCause.TonerEmpty) && !levelLow)
        {
            causes.Remove(HealthCause.TonerLow);
        }
    }

    private static SupplyHealth Of(SupplyDefinition supply, long? level)
    {
        var percent = PercentOf(supply, level);
        return new SupplyHealth(
            supply.IndexText, supply.Name, supply.Colour, supply.Type, supply.IsReceptacle, supply.Unit, level, supply.MaxCapacity,
            KindOf(level, percent is not null), percent);
    }

    /// <summary>Only with a capacity, or when the level is a percentage by itself; 9 of "unknown" is not 9 %.</summary>
    private static int? PercentOf(SupplyDefinition supply, long? level) => (level, supply.MaxCapacity) switch
    {
        (null or < 0, _) => null,
        (_, > 0) => (int)Math.Min(100, Math.Round(level.Value * 100.0 / supply.MaxCapacity.Value, MidpointRounding.ToEven)),
        _ => supply.Unit == PercentUnit && level <= 100 ? (int)level : null,
    };

    private static bool Repeats(SupplyHealth supply, List<SupplyHealth> all) =>
        supply is { Kind: LevelKind.Unknown } && all.Exists(other =>
            other.Index != supply.Index && other.Kind != LevelKind.Unknown && other.Colour == supply.Colour
            && SupplyTypes.IsColour(other.Type) == SupplyTypes.IsColour(supply.Type));
}
