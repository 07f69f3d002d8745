using TicketFlow.Contracts.Agents;

namespace TicketFlow.TicketServer.Queues;

/// <summary>A job whose agent has not been answered yet.</summary>
/// <param name="TellPrinter">Whether the answer names the printer, because it is another one than was asked for.</param>
/// <param name="Advice">What goes with the answer.</param>
/// <param name="Missed">Rounds that did not see it in its queue.</param>
public sealed record Newcomer(
    string JobId, string Resource, string Agent, string Key, long Request, bool TellPrinter, Advice? Advice = null, int Missed = 0);

/// <summary>
/// Jobs that just entered their queue. Their agents get their first answer from the dispatcher's next round, which knows more: either the
/// go-ahead at once, or the place in the queue; so a job that need not wait costs one message less. Only in memory: an agent that gets no
/// answer asks again.
/// </summary>
public sealed class Newcomers
{
    private readonly Dictionary<string, List<Newcomer>> _byResource = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Newcomer> _byJob = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>
    /// Adds one; before its events are committed, so that no round can miss it. A job that comes in again before it was answered (released,
    /// moved) is answered once, where it stands last.
    /// </summary>
    public void Add(Newcomer job)
    {
        lock (_lock)
        {
            if (_byJob.TryGetValue(job.JobId, out var before))
            {
                Drop(before);
            }

            if (!_byResource.TryGetValue(job.Resource, out var jobs))
            {
                _byResource.Add(job.Resource, jobs = []);
            }

            jobs.Add(job);
            _byJob.Add(job.JobId, job);
        }
    }

    /// <summary>Takes one back whose events were not committed.</summary>
    public void Remove(Newcomer job)
    {
        lock (_lock)
        {
            if (_byJob.TryGetValue(job.JobId, out var known) && known with { Missed = job.Missed } == job)
            {
                Drop(known);
            }
        }
    }

    /// <summary>Takes those that wait at the resources.</summary>
    public List<Newcomer> TakeAt(IEnumerable<string> resources)
    {
        var taken = new List<Newcomer>();
        lock (_lock)
        {
            foreach (var resource in resources)
            {
                if (_byResource.Remove(resource, out var jobs))
                {
                    taken.AddRange(jobs);
                    jobs.ForEach(job => _byJob.Remove(job.JobId));
                }
            }
        }

        return taken;
    }

    private void Drop(Newcomer job)
    {
        _byJob.Remove(job.JobId);
        var jobs = _byResource[job.Resource];
        jobs.RemoveAll(other => ReferenceEquals(other, job));
        if (jobs.Count == 0)
        {
            _byResource.Remove(job.Resource);
        }
    }
}
