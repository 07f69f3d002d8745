using System.Globalization;
using System.Text;
using TicketFlow.Contracts.Health;

namespace TicketFlow.Ops.Fleet;

/// <summary>Printers as lines of text. Plain text written in one go: a fleet of 20,000 must not take longer to draw than to read.</summary>
internal static class FleetTable
{
    private const int BarCells = 5;
    private const int WidestCell = 60;

    public static string Write(IReadOnlyList<FleetRow> rows, DateTimeOffset now, IReadOnlyDictionary<string, string>? ends = null)
    {
        var header = new List<string> { "printer", "state", "queue", "seen", "toner", "trays", "causes", "location" };
        var lines = rows.Select(row => Cells(row, now)).ToList();
        if (ends is not null)
        {
            header.Insert(5, "first to end");
            for (var i = 0; i < rows.Count; i++)
            {
                lines[i].Insert(5, ends.GetValueOrDefault(rows[i].Name, "unknown"));
            }
        }

        var widths = header.Select((title, i) => lines.Select(line => line[i].Length).Append(title.Length).Max()).ToArray();
        var text = new StringBuilder();
        Append(text, header, widths);
        Append(text, [.. widths.Select(width => new string('-', width))], widths);
        foreach (var line in lines)
        {
            Append(text, line, widths);
        }

        return text.ToString();
    }

    /// <summary>For example <c>K ███░░ 62%</c>, <c>C some</c>, <c>M empty</c>.</summary>
    public static string Toner(IReadOnlyList<SupplyState> supplies) => string.Join("  ", supplies
        .Where(s => s.Kind is SupplyKinds.Toner or SupplyKinds.Ink || s.Step is LevelSteps.Low or LevelSteps.Empty)
        .Select(s => $"{Letter(s)} {Level(s.Step, s.Percent, bar: true)}"));

    public static string Trays(IReadOnlyList<TrayState> trays) =>
        string.Join(", ", trays.Select(t => $"{t.Name} {Level(t.Step, t.Percent, bar: false)}"));

    public static string Ago(DateTimeOffset? at, DateTimeOffset now) => (now - at) switch
    {
        null => "never",
        { TotalSeconds: < 100 } ago => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, ago.TotalSeconds):0} s"),
        { TotalMinutes: < 100 } ago => string.Create(CultureInfo.InvariantCulture, $"{ago.TotalMinutes:0} min"),
        { TotalHours: < 48 } ago => string.Create(CultureInfo.InvariantCulture, $"{ago.TotalHours:0} h"),
        { } ago => string.Create(CultureInfo.InvariantCulture, $"{ago.TotalDays:0} d"),
    };

    private static List<string> Cells(FleetRow row, DateTimeOffset now)
    {
        var state = row.Flags.Count > 0 ? $"{row.State} ({string.Join(", ", row.Flags)})" : row.State;
        var queue = row.Active > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{row.Waiting}+{row.Active}")
            : row.Waiting.ToString(CultureInfo.InvariantCulture);
        return
        [
            row.Name, state, queue, Ago(row.SeenAt, now), Cut(Toner(row.Supplies)), Cut(Trays(row.Trays)),
                Cut(string.Join(", ", row.Causes)),
            Cut(row.Location),
        ];
    }

    private static string Letter(SupplyState supply) => supply.Colour switch
    {
        "black" => "K",
        "cyan" => "C",
        "magenta" => "M",
        "yellow" => "Y",
        { Length: > 0 } other => other,
        _ => supply.Kind is SupplyKinds.Toner or SupplyKinds.Ink ? "K" : supply.Kind,
    };

    private static string Level(string step, int? percent, bool bar)
    {
        if (percent is not { } p)
        {
            return step == LevelSteps.Unknown ? "?" : step;
        }

        var full = (int)Math.Ceiling(p * BarCells / 100.0);
        var number = string.Create(CultureInfo.InvariantCulture, $"{p}%");
        return bar ? $"{new string('█', full)}{new string('░', BarCells - full)} {number}" : number;
    }

    private static string Cut(string text)
    {
        var clean = text.ReplaceLineEndings(" ").Replace('\u001b', ' ');
        return clean.Length <= WidestCell ? clean : string.Concat(clean.AsSpan(0, WidestCell - 1), "…");
    }

    private static void Append(StringBuilder text, List<string> cells, int[] widths)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            var isLast = i == cells.Count - 1;
            text.Append(isLast ? cells[i] : cells[i].PadRight(widths[i])).Append(isLast ? "\n" : "  ");
        }
    }
}
