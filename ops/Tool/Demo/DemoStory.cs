using TicketFlow.Contracts.Agents;
using TicketFlow.EventStore.Transfer;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.Ops.Demo;

/// <summary>All events of a demonstration, in the order of their times. The same month, number and seed give the same events.</summary>
internal static class DemoStory
{
    private const string Operator = "operator:demo";

    /// <param name="month">When.</param>
    /// <param name="jobs">How many jobs.</param>
    /// <param name="seed">Of all that is drawn.</param>
    /// <param name="known">Printers that are registered already.</param>
    public static IEnumerable<PastEvent> Of(DemoMonth month, int jobs, int seed, IReadOnlySet<string> known)
    {
        var random = new Random(seed);
        var faults = new DemoFaults(random, month);
        var printing = new DemoPrinting(random, month, faults, seed);
        List<PastEvent> played = [.. printing.Play(jobs)];
        // Sorting is stable: what happens at the same time stays in the order of its story.
        var first = !DemoWorld.Printers.Any(p => known.Contains(p.Name));
        IEnumerable<PastEvent>[] parts =
        [
            DemoOrganisation.Events(month, withTariff: first), first ? DemoBudgets.Events(month, played) : [], Registrations(month, known),
            faults.Events(month), played,
        ];
        return parts.SelectMany(part => part).OrderBy(e => e.At);
    }

    /// <summary>The key of the n-th job, in the form agents use.</summary>
    public static string KeyOf(DemoMonth month, int seed, int number) => JobId.Of("demo", $"{month.Name} {seed} {number}");

    private static IEnumerable<PastEvent> Registrations(DemoMonth month, IReadOnlySet<string> known)
    {
        foreach (var printer in DemoWorld.Printers.Where(p => !known.Contains(p.Name)))
        {
            ResourceEvent[] facts =
            [
                new ResourceRegistered(
                    printer.Name, "printer", printer.Address, Mechanisms.Raw, 1, 256L * 1024 * 1024, printer.Location),
                // Nobody asks an address where nobody is.
                new MonitoringChosen(printer.Name, "none", null, null, null, null),
            ];
            foreach (var fact in facts)
            {
                yield return new PastEvent(ResourceEventTypes.StreamKey(printer.Name), "resource", fact, month.Start, Operator);
            }
        }
    }
}
