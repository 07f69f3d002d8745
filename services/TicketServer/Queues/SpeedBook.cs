using System.Collections.Concurrent;

namespace TicketFlow.TicketServer.Queues;

/// <summary>
/// How long each resource takes for a job, learned from completions as a moving average; good enough to tell a user "in about two minutes".
/// Only in memory: it is learned again soon.
/// </summary>
public sealed class SpeedBook
{
    private const double WeightOfNewest = 0.2;
    private const int MostResources = 200_000;

    private readonly ConcurrentDictionary<string, double> _milliseconds = new(StringComparer.Ordinal);

    /// <summary>A job took so long, in milliseconds.</summary>
    public void Learn(string resource, long milliseconds)
    {
        if (_milliseconds.Count < MostResources || _milliseconds.ContainsKey(resource))
        {
            _milliseconds.AddOrUpdate(resource, milliseconds, (_, known) => known + (WeightOfNewest * (milliseconds - known)));
        }
    }

    /// <summary>How long a job takes there as a rule; null when nothing is known yet.</summary>
    public TimeSpan? UsualAt(string resource) =>
        _milliseconds.TryGetValue(resource, out var each) ? TimeSpan.FromMilliseconds(each) : null;

    /// <summary>Seconds until the job at this place of the queue starts; null when nothing is known yet.</summary>
    public int? SecondsUntil(string resource, int place, int slots) => _milliseconds.TryGetValue(resource, out var each)
        ? (int)Math.Ceiling(each * place / Math.Max(1, slots) / 1000)
        : null;
}
