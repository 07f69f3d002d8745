using System.Collections.Concurrent;
using TicketFlow.Agent.Jobs;

namespace TicketFlow.Agent.Transfers;

/// <summary>The transfers that run now.</summary>
internal sealed class TransferBoard
{
    private readonly ConcurrentDictionary<JobEntry, CancellationTokenSource> _running = new();
    private readonly SemaphoreSlim _started = new(0, 1);

    public IEnumerable<JobEntry> Running => _running.Select(pair => pair.Key);

    public bool IsEmpty => _running.IsEmpty;

    public void Add(JobEntry entry, CancellationTokenSource transfer)
    {
        _running[entry] = transfer;
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

    /// <summary>
    /// The transfer has ended. Its report is out by then, and the answer may have begun the job's next transfer already: that one stays.
    /// </summary>
    public void Remove(JobEntry entry, CancellationTokenSource transfer) => _running.TryRemove(KeyValuePair.Create(entry, transfer));

    /// <summary>Returns when something transfers.</summary>
    public async Task WaitForOneAsync(CancellationToken cancellationToken)
    {
        while (IsEmpty)
        {
            await _started.WaitAsync(cancellationToken);
        }
    }
}
