using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Jobs;

/// <summary>One job in this process: its state, who runs and who watches it. Only <see cref="JobLifecycle"/> changes the state.</summary>
internal sealed class JobEntry(JobState state) : IProgress<long>
{
    private readonly Pulse _pulse = new();
    private volatile JobState _state = state;
    private long _bytesSent = state.BytesSent;
    private int _words;
    private CancellationTokenSource? _transfer;

    /// <summary>Held while the state changes.</summary>
    public Lock Gate { get; } = new();

    public string Key => _state.Key;

    public JobState State
    {
        get => _state;
        set
        {
            _state = value;
            Wake();
        }
    }

    /// <summary>Bytes handed to the network by the running transfer; the state learns of them now and then.</summary>
    public long BytesSent => Math.Max(Interlocked.Read(ref _bytesSent), _state.BytesSent);

    /// <summary>SHA-256 of a small document while this process lives: it is soon printed and gone.</summary>
    public byte[]? Hash { get; set; }

    /// <summary>The running transfer, if there is one, is to end.</summary>
    public void StopTransfer()
    {
        try
        {
            _ = Volatile.Read(ref _transfer)?.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended by itself.
        }
    }

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
        (StartedAt, ReceiptSent) = (now, false);
        Interlocked.Exchange(ref _transfer, transfer);
    }

    /// <summary>The transfer has ended; when the job's next one has begun meanwhile, that one counts.</summary>
    public void EndTransfer(CancellationTokenSource transfer) => Interlocked.CompareExchange(ref _transfer, null, transfer);

    /// <inheritdoc />
    public void Report(long value)
    {
        Interlocked.Exchange(ref _bytesSent, value);
        Wake();
    }

    /// <summary>The newest refusal of something that the user wanted of this job.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>Beats with every change of any job; set by the table.</summary>
    public Pulse? All { get; set; }

    /// <summary>How often the server has said something about this job.</summary>
    public int Words => Volatile.Read(ref _words);

    public void NoteWord()
    {
        Interlocked.Increment(ref _words);
        Wake();
    }

    public void NoteRefusal(Refusal refusal)
    {
        Refusal = refusal;
        Wake();
    }

    /// <summary>Completes at the next change.</summary>
    public Task NextChange() => _pulse.Next();

    private void Wake()
    {
        _pulse.Beat();
        All?.Beat();
    }
}
