using System.Threading.Channels;
using TicketFlow.Agent.Jobs;

namespace TicketFlow.Agent.Broker;

/// <summary>Messages for the server, in order, whether or not there is a connection. What is in here has not been confirmed.</summary>
internal sealed class OutgoingQueue(TimeProvider clock)
{
    private readonly Channel<OutgoingMessage> _messages =
        Channel.CreateUnbounded<OutgoingMessage>(new UnboundedChannelOptions { SingleReader = true });

    private readonly RecentReports _recent = new(clock);
    private Queue<OutgoingMessage> _again = new();
    private long _sequence = clock.GetUtcNow().ToUnixTimeMilliseconds();
    private int _unconfirmed;

    /// <summary>Posted and not yet confirmed.</summary>
    public int Unconfirmed => Volatile.Read(ref _unconfirmed);

    /// <summary>The agent's running number. It begins at the clock, so that it grows over restarts and re-installations too.</summary>
    public long NextSequence() => Interlocked.Increment(ref _sequence);

    /// <summary>The newest number taken.</summary>
    public long LastSequence => Volatile.Read(ref _sequence);

    public void Post(OutgoingMessage message)
    {
        Interlocked.Increment(ref _unconfirmed);
        _messages.Writer.TryWrite(message);
    }

    /// <summary>Waits for a message; called by the one session only, as are the two below.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) =>
        _again.Count > 0 ? ValueTask.FromResult(true) : _messages.Reader.WaitToReadAsync(cancellationToken);

    public bool TryTake(out OutgoingMessage message) => _again.TryDequeue(out message!) || _messages.Reader.TryRead(out message!);

    /// <summary>
    /// The broker did not confirm these: they go first next time, also before those that were put back earlier and did not get their turn.
    /// </summary>
    public void PutBack(IEnumerable<OutgoingMessage> messages) => _again = new Queue<OutgoingMessage>(messages.Concat(_again));

    /// <summary>The broker refused it for now: it joins the end of the queue.</summary>
    public void Refused(OutgoingMessage message) => _messages.Writer.TryWrite(message);

    /// <summary>The connection broke: what the broker may have lost since it confirmed it is said again.</summary>
    public void RepeatRecentReports()
    {
        foreach (var report in _recent.Repeats())
        {
            Post(report);
        }
    }

    public void Confirmed(OutgoingMessage message)
    {
        _recent.Note(message);
        Interlocked.Decrement(ref _unconfirmed);
        message.Delivered?.Invoke();
    }
}
