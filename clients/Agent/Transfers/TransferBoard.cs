using System.Collections.Concurrent;
using TicketFlow.Agent.Jobs;

namespace TicketFlow.Agent.Transfers;

/// <summary>The transfers that run now.</summary>
internal sealed class TransferBoard
{
    private readonly ConcurrentDictionary<JobEntry, byte> _running = new();
    private readonly SemaphoreSlim _started = new(0, 1);

    public IEnumerable<JobEntry> Running => _running.Select(pair => pair.Key);

    public bool IsEmpty => _running.IsEmpty;

    public void Add(JobEntry entry)
    {
        _running[entry] = 0;
        if (_started.CurrentCount == 0)
        {
            try
            {
                _started.Release();
            }
            catch (SemaphoreFullException)
            {
                // Another transfer woke the waiter first.
            }
        }
    }

    public void Remove(JobEntry entry) => _running.TryRemove(entry, out _);

    /// <summary>Returns when something transfers.</summary>
    public async Task WaitForOneAsync(CancellationToken cancellationToken)
    {
        while (IsEmpty)
        {
            await _started.WaitAsync(cancellationToken);
        }
    }
}
