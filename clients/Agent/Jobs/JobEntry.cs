namespace TicketFlow.Agent.Jobs;

/// <summary>One job in this process: its state, who runs it and who watches it. <see cref="JobLifecycle"/> alone changes the state.</summary>
internal sealed class JobEntry(JobState state) : IProgress<long>
{
    private volatile JobState _state = state;
    private long _bytesSent = state.BytesSent;
    private volatile TaskCompletionSource? _watchers;

    /// <summary>Held while the state changes.</summary>
    public Lock Gate { get; } = new();

    public string Key => _state.Key;

    public JobState State
    {
        get => _state;
        set
        {
            _state = value;
            WakeWatchers();
        }
    }

    /// <summary>Bytes handed to the network by the running transfer; the state learns of them now and then.</summary>
    public long BytesSent => Math.Max(Interlocked.Read(ref _bytesSent), _state.BytesSent);

    /// <summary>The running transfer.</summary>
    public CancellationTokenSource? Transfer { get; set; }

    /// <summary>When the running transfer was started (timestamp of the clock), and whether its receipt went out.</summary>
    public long StartedAt { get; set; }

    public bool ReceiptSent { get; set; }

    /// <summary>When the open question is asked again, how often it was asked, and whether it is on its way to the broker.</summary>
    public long AskDue { get; set; }

    public int AskTries { get; set; }

    public bool AskOnItsWay { get; set; }

    public void BeginTransfer(CancellationTokenSource transfer, long now)
    {
        Interlocked.Exchange(ref _bytesSent, 0);
        (Transfer, StartedAt, ReceiptSent) = (transfer, now, false);
    }

    /// <inheritdoc />
    public void Report(long value)
    {
        Interlocked.Exchange(ref _bytesSent, value);
        WakeWatchers();
    }

    /// <summary>Completes at the next change.</summary>
    public Task NextChange()
    {
        while (true)
        {
            if (_watchers is { } present)
            {
                return present.Task;
            }

            var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Interlocked.CompareExchange(ref _watchers, fresh, null) is null)
            {
                return fresh.Task;
            }
        }
    }

    private void WakeWatchers()
    {
        if (_watchers is not null)
        {
            Interlocked.Exchange(ref _watchers, null)?.TrySetResult();
        }
    }
}
