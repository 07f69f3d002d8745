using TicketFlow.EventStore.Events;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.Model;

/// <summary>
/// Replays the log of a sequence in its order and judges each go-ahead: was there room, and was nobody passed who could have gone? The log's order
/// is that of allocation, not of commits; what was written only a moment before a go-ahead may not have been visible to it, and is not held
/// against it, unless a barrier (the queue was resumed in between) proves that it was.
/// </summary>
internal sealed class QueueReplay
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SameMoment = TimeSpan.FromMilliseconds(300);

    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ResourceRegistered> _printers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _barriers = new(StringComparer.Ordinal);
    private readonly List<string> _violations = [];
    private IReadOnlyList<IEvent> _log = [];

    /// <summary>The violations in a log ordered by sequence.</summary>
    public static IReadOnlyList<string> Judge(IReadOnlyList<IEvent> log)
    {
        var replay = new QueueReplay { _log = log };
        for (var i = 0; i < log.Count; i++)
        {
            if (replay.IsTurn(log[i]))
            {
                // The turns of one round are one decision; the log has them in no particular order.
                var round = log.Skip(i).TakeWhile(e => e.Timestamp == log[i].Timestamp && e.Data is GoAheadIssued && replay.IsTurn(e)).ToList();
                round.Sort((a, b) => a == b ? 0 : replay.PlaceOf(a).Precedes(replay.PlaceOf(b)) ? -1 : 1);
                round.ForEach(replay.Turn);
                i += round.Count - 1;
            }
            else
            {
                replay.Take(log[i]);
            }
        }

        return replay._violations;
    }

    private bool IsTurn(IEvent e) => _places.TryGetValue(e.StreamKey, out var place) && place.IsTurn(e);

    private Place PlaceOf(IEvent e) => _places[e.StreamKey];

    private void Take(IEvent e)
    {
        switch (e.Data)
        {
            case ResourceRegistered registered:
                _printers[registered.Name] = registered;
                break;
            case QueueResumed resumed:
                _barriers[resumed.Name] = e.Sequence;
                break;
            case JobEvent and not JobRefused:
                (_places.TryGetValue(e.StreamKey, out var place) ? place : _places[e.StreamKey] = new Place()).Take(e);
                break;
        }
    }

    private void Turn(IEvent turn)
    {
        var job = PlaceOf(turn);
        var printer = _printers[job.Resource];
        var others = _places.Values.Where(p => p.Active && p.Resource == job.Resource && !p.CameBack).ToList();
        if (others.Count + 1 > printer.MaxJobs)
        {
            Add(turn, $"{others.Count + 1} jobs active on {job.Resource}, which takes {printer.MaxJobs}");
        }

        if (others.Count > 0 && others.Sum(p => p.Bytes) + job.Bytes > printer.MaxBytes)
        {
            Add(turn, $"{others.Sum(p => p.Bytes) + job.Bytes} bytes active on {job.Resource}, which takes {printer.MaxBytes}");
        }

        var (used, mayBeBusy) = Load(turn, job.Resource);
        foreach (var (stream, passed) in _places.Where(p => p.Value != job && p.Value.Precedes(job) && CouldGo(p.Value, turn, job.Resource)))
        {
            if (IsBeingChanged(stream, turn))
            {
                continue;
            }

            var fits = !mayBeBusy || used + passed.Bytes <= printer.MaxBytes;
            if (fits || turn.Timestamp - passed.EnqueuedAt > ModelServer.OvertakeFor + Moment)
            {
                Add(turn, $"passed {stream} on {job.Resource}, which {(fits ? "fitted" : "had waited too long to be passed")}");
            }
        }

        job.Take(turn);
    }

    /// <summary>The most that the printer can have been busy with, as the dispatcher saw it.</summary>
    private (long Bytes, bool Busy) Load(IEvent turn, string resource)
    {
        var busy = _places.Values.Where(p => (p.Active && p.Resource == resource)
            || (p.Freed is { } freed && freed.Resource == resource && !IsOld(freed.Event, turn, resource))).ToList();
        return (busy.Sum(p => p.Bytes), busy.Count > 0);
    }

    private bool CouldGo(Place place, IEvent turn, string resource) =>
        place.Waiting && place.Resource == resource && IsOld(place.Changed!, turn, resource) && place.NotBefore + Moment < turn.Timestamp;

    /// <summary>Whether somebody wrote to it at the same moment: then the dispatcher leaves it out, and looks again at once.</summary>
    private bool IsBeingChanged(string stream, IEvent turn) =>
        _log.FirstOrDefault(e => e.StreamKey == stream && e.Sequence > turn.Sequence) is { } next
        && (next.Timestamp - turn.Timestamp).Duration() < SameMoment;

    private bool IsOld(IEvent e, IEvent turn, string resource) =>
        (_barriers.TryGetValue(resource, out var barrier) && e.Sequence < barrier) || turn.Timestamp - e.Timestamp > Moment;

    private void Add(IEvent turn, string what) => _violations.Add($"go-ahead {turn.Sequence} for {turn.StreamKey}: {what}");
}
