using TicketFlow.EventStore.Events;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Queues;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.Model;

/// <summary>
/// Judges every decision of the dispatcher by exactly what it could see: the events of the transactions in its snapshot, folded anew. In
/// the order of the queue whoever fits goes, nobody else does, and the printer's capacity holds. A job that changed while the round was
/// writing is left out of the log, but not of the judgement: the round had decided for it.
/// </summary>
internal sealed class QueueReplay(IReadOnlyList<LoggedEvent> log, TimeSpan overtakeFor)
{
    /// <summary>So far behind the first one nobody is looked at for sure.</summary>
    private const int LookedAt = 32;

    private readonly List<string> _violations = [];

    /// <summary>The violations.</summary>
    /// <param name="log">All events of some printers and of all jobs that were ever there, by sequence.</param>
    /// <param name="rounds">All rounds that gave somebody a turn there, one printer each.</param>
    /// <param name="overtakeFor">How long a job may be overtaken by smaller ones.</param>
    public static IReadOnlyList<string> Judge(IReadOnlyList<LoggedEvent> log, IReadOnlyList<DispatchRound> rounds, TimeSpan overtakeFor)
    {
        var replay = new QueueReplay(log, overtakeFor);
        foreach (var round in rounds)
        {
            replay.Judge(round);
        }

        replay.FindUnwitnessed(rounds);
        return replay._violations;
    }

    private void Judge(DispatchRound round)
    {
        var resource = round.Turns[0].Resource;
        var places = Fold(Visibility.Parse(round.Snapshot), resource, out var printer, out var isOpen);
        if (!isOpen)
        {
            Add(round, $"{resource} was given turns and is paused, disabled or stopped");
        }

        var queue = places.Where(p => p.Waiting && p.NotBefore <= round.Now).ToList();
        queue.Sort(Place.InOrder);
        var turns = round.Turns.Select(turn => turn.StreamKey).ToHashSet(StringComparer.Ordinal);
        foreach (var stranger in turns.Except(queue.Select(p => p.Stream)))
        {
            Add(round, $"{stranger} was given a turn and did not wait at {resource}");
        }

        var active = places.Where(p => p.Active).ToList();
        Walk(round, queue, turns, new Load(active.Count, active.Sum(p => p.Bytes), printer!));
    }

    private void Walk(DispatchRound round, List<Place> queue, HashSet<string> turns, Load load)
    {
        Place? overdue = null;
        foreach (var (number, job) in queue.Index())
        {
            var fits = load.Takes(job.Bytes);
            if (!turns.Contains(job.Stream))
            {
                if (fits && overdue is null && number < LookedAt)
                {
                    Add(round, $"{job.Stream} was passed: it was number {number + 1} and fitted {load}");
                }

                // Only who could have had a slot blocks the others.
                overdue ??= load.HasSlot && !fits && round.Now - job.EnqueuedAt >= overtakeFor ? job : null;
                continue;
            }

            if (!fits || overdue is not null)
            {
                Add(round, overdue is null
                    ? $"{job.Stream} was given a turn and did not fit {load}"
                    : $"{job.Stream} was given a turn before {overdue.Stream}, which had waited too long to be passed");
            }

            load = load.With(job.Bytes);
        }
    }

    private List<Place> Fold(Visibility visibility, string resource, out ResourceRegistered? printer, out bool isOpen)
    {
        var places = new Dictionary<string, Place>(StringComparer.Ordinal);
        (printer, var (enabled, paused, stopped)) = (null, (true, false, false));
        foreach (var e in log.Where(e => visibility.Sees(e.Transaction)).Select(e => e.Event))
        {
            switch (e.Data)
            {
                case JobEvent and not JobRefused:
                    (places.TryGetValue(e.StreamKey, out var place) ? place : places[e.StreamKey] = new Place(e.StreamKey)).Take(e);
                    break;
                case ResourceEvent change when e.StreamKey == ResourceEventTypes.StreamKey(resource):
                    printer = change as ResourceRegistered ?? printer;
                    enabled = change switch { ResourceEnabled => true, ResourceDisabled => false, _ => enabled };
                    paused = change switch { QueuePaused => true, QueueResumed => false, _ => paused };
                    stopped = change switch { ResourceStopped => true, ResourceWorks => false, _ => stopped };
                    break;
            }
        }

        isOpen = printer is not null && enabled && !paused && !stopped;
        return [.. places.Values.Where(p => p.Resource == resource)];
    }

    /// <summary>No go-ahead of the dispatcher without a decision that was judged.</summary>
    private void FindUnwitnessed(IReadOnlyList<DispatchRound> rounds)
    {
        var decided = rounds.SelectMany(round => round.Turns).Select(turn => (turn.StreamKey, turn.Version + 1)).ToHashSet();
        _violations.AddRange(log.Select(e => e.Event)
            .Where(e => e.Data is GoAheadIssued && IsDispatchers(e) && !decided.Contains((e.StreamKey, e.Version)))
            .Select(e => $"go-ahead {e.Sequence} of {e.StreamKey} was never decided"));
    }

    private static bool IsDispatchers(IEvent e) => e.Headers.TryGetValue("actor", out var actor) && actor.GetString() == "dispatcher";

    private void Add(DispatchRound round, string what) => _violations.Add($"round {round.Snapshot} at {round.Now:HH:mm:ss.ffffff}: {what}");

    private sealed record Load(int Jobs, long Bytes, ResourceRegistered Printer)
    {
        public bool HasSlot => Jobs < Printer.MaxJobs;

        public bool Takes(long bytes) => HasSlot && (Jobs == 0 || Bytes + bytes <= Printer.MaxBytes);

        public Load With(long bytes) => this with { Jobs = Jobs + 1, Bytes = Bytes + bytes };

        public override string ToString() => $"({Jobs} of {Printer.MaxJobs} slots, {Bytes} of {Printer.MaxBytes} bytes in use)";
    }
}
