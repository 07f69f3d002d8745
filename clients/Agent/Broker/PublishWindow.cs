using TicketFlow.Agent.Jobs;

namespace TicketFlow.Agent.Broker;

/// <summary>Messages published on one channel and not yet confirmed, by the channel's sequence numbers. Bounded.</summary>
internal sealed class PublishWindow(int size) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _room = new(size);
    private readonly SortedDictionary<ulong, OutgoingMessage> _inFlight = [];
    private ulong _last;

    public int InFlight
    {
        get
        {
            lock (_gate)
            {
                return _inFlight.Count;
            }
        }
    }

    public Task WaitForRoomAsync(CancellationToken cancellationToken) => _room.WaitAsync(cancellationToken);

    /// <summary>There was nothing to publish after all.</summary>
    public void GiveRoomBack() => _room.Release();

    /// <summary>Called before the publish: the confirmation may be faster than its return.</summary>
    public void Add(OutgoingMessage message)
    {
        lock (_gate)
        {
            _inFlight[++_last] = message;
        }
    }

    /// <summary>Takes out what a confirmation (or a refusal) by the broker covers.</summary>
    public IReadOnlyList<OutgoingMessage> Settle(ulong tag, bool multiple)
    {
        var settled = new List<OutgoingMessage>();
        lock (_gate)
        {
            if (multiple)
            {
                while (_inFlight.Count > 0 && _inFlight.First() is var oldest && oldest.Key <= tag)
                {
                    _inFlight.Remove(oldest.Key);
                    settled.Add(oldest.Value);
                }
            }
            else if (_inFlight.Remove(tag, out var message))
            {
                settled.Add(message);
            }
        }

        if (settled.Count > 0)
        {
            _room.Release(settled.Count);
        }

        return settled;
    }

    /// <summary>All that is left, in order: the channel is gone.</summary>
    public IReadOnlyList<OutgoingMessage> Rest()
    {
        lock (_gate)
        {
            List<OutgoingMessage> rest = [.. _inFlight.Values];
            _inFlight.Clear();
            return rest;
        }
    }

    public void Dispose() => _room.Dispose();
}
