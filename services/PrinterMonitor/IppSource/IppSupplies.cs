using System.Collections.Frozen;
using System.Globalization;
using TicketFlow.Ipp;
using TicketFlow.PrinterMonitor.Health;

namespace TicketFlow.PrinterMonitor.IppSource;

/// <summary>Supplies and trays as IPP tells them, in the words of the Printer MIB. Pure.</summary>
internal static class IppSupplies
{
    private const int Percent = 19;
    private const int SomeLeft = -3;

    /// <summary>Keywords of marker-types, and names of prtMarkerSuppliesType in printer-supply (RFC 3805, without its hyphens and
    /// case).</summary>
    private static readonly FrozenDictionary<string, int> Types = new Dictionary<string, int>
    {
        ["toner"] = 3,
        ["wastetoner"] = 4,
        ["ink"] = 5,
        ["inkcartridge"] = 6,
        ["inkribbon"] = 7,
        ["wasteink"] = 8,
        ["opc"] = 9,
        ["developer"] = 10,
        ["fuser"] = 15,
        ["fuseroil"] = 11,
        ["cleanerunit"] = 18,
        ["transferunit"] = 20,
        ["tonercartridge"] = 21,
        ["staples"] = 32,
        ["mattetoner"] = 35,
        ["matteink"] = 36,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> Colours = new Dictionary<string, string>
    {
        ["#000000"] = "black",
        ["#00FFFF"] = "cyan",
        ["#FF00FF"] = "magenta",
        ["#FFFF00"] = "yellow",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>From printer-supply, which has capacities, else from the marker attributes.</summary>
    public static IReadOnlyList<SupplyHealth> Of(IppGroup printer)
    {
        var tuples = printer.TuplesOf("printer-supply");
        var descriptions = printer.TextsOf("printer-supply-description");
        return tuples.Count > 0
            ? [.. tuples.Select((tuple, i) => OfTuple(tuple, i, descriptions.ElementAtOrDefault(i)))]
            : [.. printer.NumbersOf("marker-levels").Select((level, i) => OfMarker(printer, i, level))];
    }

    public static IReadOnlyList<TrayHealth> TraysOf(IppGroup printer)
    {
        var tuples = printer.TuplesOf("printer-input-tray");
        // Without levels: what is ready is loaded.
        return tuples.Count > 0
            ? [.. tuples.Select(OfTray)]
            : [.. printer.TextsOf("media-ready")
                .Select((media, i) => new TrayHealth(Index(i), media, SomeLeft, null, LevelKind.SomeLeft, true, null))];
    }

    private static SupplyHealth OfTuple(IReadOnlyDictionary<string, string> tuple, int i, string? description)
    {
        var type = TypeOf(tuple.GetValueOrDefault("type"));
        var level = tuple.Number("level");
        var max = tuple.Number("maxcapacity");
        var unit = tuple.GetValueOrDefault("unit") is "percent" ? Percent : (int?)null;
        int? percent = level >= 0 && max > 0 ? Math.Min(100, (int)Math.Round(level.Value * 100.0 / max.Value, MidpointRounding.ToEven))
            : level is >= 0 and <= 100 && unit == Percent ? level : null;
        var colour = tuple.GetValueOrDefault("colorantname") is { Length: > 0 } name and not ("unknown" or "none") ? name : null;
        var receptacle = SupplyTypes.IsReceptacle(type, null)
            || tuple.GetValueOrDefault("class")?.StartsWith("receptacle", StringComparison.OrdinalIgnoreCase) == true;
        return new SupplyHealth(
            tuple.GetValueOrDefault("index", Index(i)), description ?? tuple.GetValueOrDefault("type", ""), colour, type, receptacle, unit,
                level, max,
            SupplyLevels.KindOf(level, percent is not null), percent);
    }

    private static SupplyHealth OfMarker(IppGroup printer, int i, int level)
    {
        var type = TypeOf(printer.TextsOf("marker-types").ElementAtOrDefault(i));
        var code = printer.TextsOf("marker-colors").ElementAtOrDefault(i) ?? "";
        int? percent = level is >= 0 and <= 100 ? level : null;
        return new SupplyHealth(
            Index(i), printer.TextsOf("marker-names").ElementAtOrDefault(i) ?? "", Colours.GetValueOrDefault(code), type,
            SupplyTypes.IsReceptacle(type, null), Percent, level, 100, SupplyLevels.KindOf(level, percent is not null), percent);
    }

    private static TrayHealth OfTray(IReadOnlyDictionary<string, string> tuple, int i)
    {
        var (level, max) = (tuple.Number("level"), tuple.Number("maxcapacity"));
        var byItself = tuple.GetValueOrDefault("type")?.Contains("Manual", StringComparison.OrdinalIgnoreCase) != true;
        return new TrayHealth(
            Index(i), tuple.GetValueOrDefault("name", Index(i)), level, max, SupplyLevels.KindOf(level, max > 0), byItself,
                tuple.Number("status"));
    }

    private static int? TypeOf(string? name) =>
        name is not null && Types.TryGetValue(name.Replace("-", "", StringComparison.Ordinal), out var type) ? type : null;

    private static string Index(int i) => (i + 1).ToString(CultureInfo.InvariantCulture);
}
