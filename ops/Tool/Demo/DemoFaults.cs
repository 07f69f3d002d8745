using TicketFlow.Contracts.Health;
using TicketFlow.EventStore.Transfer;
using TicketFlow.TicketServer.Health;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.Ops.Demo;

/// <summary>A time in which a printer did not work.</summary>
internal sealed record DemoFault(DateTimeOffset From, DateTimeOffset To, string Cause, string Text);

/// <summary>When which printer did not work in the month, and the events that say so.</summary>
internal sealed class DemoFaults
{
    private static readonly (string Cause, string Text, double Share, int Least, int Most)[] Kinds =
    [
        ("media-empty", "Load A4 in tray 2", 0.46, 3, 45), ("media-jam", "Clear jam at door B", 0.27, 2, 25),
        ("door-open", "Close front door", 0.11, 1, 6), ("toner-empty", "Replace black toner", 0.10, 15, 240),
        ("shutdown", "", 0.06, 30, 600),
    ];

    private readonly Dictionary<string, List<DemoFault>> _faults = new(StringComparer.Ordinal);

    public DemoFaults(Random random, DemoMonth month)
    {
        foreach (var printer in DemoWorld.Printers)
        {
            var count = (int)Math.Round(printer.Frailty * (2 + random.Next(8)));
            var drawn = Enumerable.Range(0, count).Select(_ => Draw(random, month)).OrderBy(f => f.From);
            _faults[printer.Name] = [.. WithoutOverlap(drawn)];
        }
    }

    /// <summary>The fault that stands at that time, or null.</summary>
    public DemoFault? At(string printer, DateTimeOffset time) => _faults[printer].Find(f => f.From <= time && time < f.To);

    /// <summary>Health and stops of all printers.</summary>
    public IEnumerable<PastEvent> Events(DemoMonth month) => DemoWorld.Printers.SelectMany(printer => EventsOf(printer, month));

    private IEnumerable<PastEvent> EventsOf(DemoPrinter printer, DemoMonth month)
    {
        var number = 1L;
        yield return Say(printer, month.Start.AddMinutes(2), Report(printer, number, month.Start.AddMinutes(2), null));
        foreach (var fault in _faults[printer.Name])
        {
            yield return Say(printer, fault.From, Report(printer, ++number, fault.From, fault));
            var text = fault.Text.Length > 0 ? $"its display says \"{fault.Text}\"" : "it is down and does not say why";
            yield return Say(printer, fault.From, new ResourceStopped(printer.Name, [fault.Cause], text, HealthDecider.Monitor));
            yield return Say(printer, fault.To, Report(printer, ++number, fault.To, null));
            yield return Say(printer, fault.To, new ResourceWorks(printer.Name, HealthDecider.Monitor));
        }
    }

    private static PastEvent Say(DemoPrinter printer, DateTimeOffset at, ResourceEvent fact) =>
        new(ResourceEventTypes.StreamKey(printer.Name), "resource", fact, at, HealthDecider.Monitor);

    private static ResourceHealthReported Report(DemoPrinter printer, long number, DateTimeOffset at, DemoFault? fault) => new(
        printer.Name, number, at, fault is null ? HealthStatuses.Ready : HealthStatuses.Stopped, fault is null ? [] : [fault.Cause],
        fault is null ? HealthActivities.Idle : null,
        [new SupplyLevel(SupplyKinds.Toner, "black", LevelSteps.Half, 50, "Black toner")], [new TrayLevel("tray-2", LevelSteps.Plenty, 80)],
        fault is { Text.Length: > 0 } ? fault.Text : null, HealthSources.Snmp, Stale: fault?.Cause == "shutdown");

    private static DemoFault Draw(Random random, DemoMonth month)
    {
        var at = month.WorkingTime(random);
        var dice = random.NextDouble();
        var kind = Kinds[^1];
        foreach (var candidate in Kinds)
        {
            if ((dice -= candidate.Share) < 0)
            {
                kind = candidate;
                break;
            }
        }

        // Squared: most troubles are short.
        var minutes = kind.Least + ((kind.Most - kind.Least) * Math.Pow(random.NextDouble(), 2));
        return new DemoFault(at, month.AtMost(DemoMonth.Whole(at.AddMinutes(minutes))), kind.Cause, kind.Text);
    }

    private static IEnumerable<DemoFault> WithoutOverlap(IEnumerable<DemoFault> faults)
    {
        var free = DateTimeOffset.MinValue;
        foreach (var fault in faults.Where(f => f.To > f.From))
        {
            if (fault.From > free)
            {
                free = fault.To.AddMinutes(1);
                yield return fault;
            }
        }
    }
}
