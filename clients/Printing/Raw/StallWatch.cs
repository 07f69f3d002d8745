namespace TicketFlow.Printing.Raw;

/// <summary>
/// Breaks a conversation off when nothing has moved for the stall limit: no byte handed over, none acknowledged, none heard.
/// </summary>
internal sealed class StallWatch : IAsyncDisposable
{
    private readonly Func<long?> _acknowledged;
    private readonly CancellationTokenSource _stop;
    private readonly ITimer _timer;
    private long _moves;
    private long _seenMoves = -1;
    private long _seenAcknowledged = -1;
    private volatile bool _stalled;
    private volatile bool _resting;

    /// <param name="acknowledged">What the far end's kernel has acknowledged so far, as far as the system tells: more is a move.</param>
    public StallWatch(Func<long?> acknowledged, TimeSpan limit, TimeProvider clock, CancellationToken cancellationToken)
    {
        _acknowledged = acknowledged;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _timer = clock.CreateTimer(_ => Look(), null, limit, limit);
    }

    /// <summary>Cancelled by a stall, or by whoever cancels the transfer.</summary>
    public CancellationToken Token => _stop.Token;

    public bool Stalled => _stalled;

    /// <summary>Something moved.</summary>
    public void Moved(long by = 1) => Interlocked.Add(ref _moves, by);

    /// <summary>From here on waiting is right, and limited elsewhere.</summary>
    public void Rest() => _resting = true;

    public Task StopAsync() => _stop.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        _stop.Dispose();
    }

    private void Look()
    {
        var moves = Interlocked.Read(ref _moves);
        var acknowledged = _acknowledged() ?? 0;
        var moved = moves != _seenMoves || acknowledged != _seenAcknowledged;
        (_seenMoves, _seenAcknowledged) = (moves, acknowledged);
        if (moved || _resting)
        {
            return;
        }

        _stalled = true;
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The conversation ended at this very moment.
        }
    }
}
