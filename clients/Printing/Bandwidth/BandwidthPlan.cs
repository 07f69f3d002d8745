namespace TicketFlow.Printing.Bandwidth;

/// <summary>Which limit holds for a printer at a time. Pure.</summary>
internal sealed class BandwidthPlan
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly IReadOnlyList<Entry> _entries;

    /// <exception cref="FormatException">A rule makes no sense; the message says which and why.</exception>
    public BandwidthPlan(IEnumerable<BandwidthRule> rules) => _entries = [.. rules.Select(Read)];

    /// <summary>Whether any rule could ever hold for the printer.</summary>
    public bool Concerns(string host) => _entries.Any(entry => entry.FitsPrinter(host) && entry.Rule.BytesPerSecond > 0);

    /// <summary>The rule that holds, or null when nothing limits.</summary>
    public BandwidthRule? RuleFor(string host, DateTimeOffset local) =>
        _entries.FirstOrDefault(entry => entry.FitsPrinter(host) && FitsTime(entry.Rule, local))?.Rule is { BytesPerSecond: > 0 } rule
            ? rule
            : null;

    /// <summary>A span over midnight belongs to the day on which it begins.</summary>
    private static bool FitsTime(BandwidthRule rule, DateTimeOffset local)
    {
        var (time, today) = (local.TimeOfDay, local.DayOfWeek);
        if (rule.From < rule.To)
        {
            return time >= rule.From && time < rule.To && OnDay(rule, today);
        }

        return (time >= rule.From && OnDay(rule, today)) || (time < rule.To && OnDay(rule, (DayOfWeek)(((int)today + 6) % 7)));
    }

    private static bool OnDay(BandwidthRule rule, DayOfWeek day) => rule.Days.Count == 0 || rule.Days.Contains(day);

    private static Entry Read(BandwidthRule rule, int index)
    {
        var where = $"Transfers:Bandwidth:{index}";
        if (rule.BytesPerSecond is not 0 and < BandwidthRule.Slowest)
        {
            throw new FormatException($"{where}:BytesPerSecond must be 0 (no limit) or at least {BandwidthRule.Slowest}.");
        }

        if (rule.From < TimeSpan.Zero || rule.From >= Day || rule.To <= TimeSpan.Zero || rule.To > Day || rule.From == rule.To)
        {
            throw new FormatException(
                $"{where}: From must lie between 00:00 and 23:59, To between 00:01 and 24:00 (1.00:00), and they must differ.");
        }

        var printers = rule.Printers.Select(text => PrinterPattern.Parse(text)
            ?? throw new FormatException(
                $"{where}:Printers: '{text}' is no network (10.2.0.0/16), address, host name or ending (*.paris.example)."));
        return new Entry(rule, [.. printers]);
    }

    private sealed record Entry(BandwidthRule Rule, IReadOnlyList<PrinterPattern> Printers)
    {
        public bool FitsPrinter(string host) => Printers.Count == 0 || Printers.Any(printer => printer.Fits(host));
    }
}
