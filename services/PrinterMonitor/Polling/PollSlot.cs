using TicketFlow.PrinterMonitor.Changes;
using TicketFlow.PrinterMonitor.Fleet;
using TicketFlow.PrinterMonitor.Health;

namespace TicketFlow.PrinterMonitor.Polling;

/// <summary>All that this monitor keeps of one resource. One question at a time: <see cref="TryEnter"/>.</summary>
internal sealed class PollSlot(FleetTarget target, IHealthProbe probe)
{
    private int _busy;
    private int _hurried;
    private int _forgotten;
    private KnownHealth? _known;

    public FleetTarget Target { get; } = target;

    public IHealthProbe Probe { get; } = probe;

    /// <summary>What the device last said; null when it has not answered this process yet.</summary>
    public PrinterHealth? Last { get; set; }

    /// <summary>Whether it was looked up what it said to an earlier process.</summary>
    public bool IsRecalled { get; set; }

    /// <summary>Silences since then.</summary>
    public int Misses { get; set; }

    /// <summary>What is written down; null when that must be read again.</summary>
    public KnownHealth? Known => Volatile.Read(ref _known);

    /// <summary>How often it was forgotten; to be taken before reading what <see cref="Learn"/> is given.</summary>
    public int Forgotten => Volatile.Read(ref _forgotten);

    /// <summary>A reading that was no news against what is written down: the next one like it costs nothing.</summary>
    public (PrinterHealth Health, KnownHealth Known)? Settled { get; set; }

    /// <summary>When it was last noted that it answered.</summary>
    public DateTimeOffset NotedAt { get; set; }

    /// <summary>Why it tells nothing, as it was last noted.</summary>
    public string? Problem { get; set; }

    /// <summary>An entry of the wheel with another number is out of date.</summary>
    public int Turn { get; set; }

    /// <summary>No longer this monitor's, or no longer as it was.</summary>
    public bool IsRetired { get; set; }

    public bool TryEnter() => Interlocked.CompareExchange(ref _busy, 1, 0) == 0;

    /// <summary>It shall be asked once more at once, even though it may be being asked: that answer may be older than the doubt.</summary>
    public void Hurry() => Volatile.Write(ref _hurried, 1);

    /// <summary>Whether somebody hurried it since it was last begun to be asked; asked once, the hurry is over.</summary>
    public bool TakeHurry() => Interlocked.Exchange(ref _hurried, 0) == 1;

    /// <summary>Somebody wrote the health down: what is remembered of it, and what is being read just now, may be old.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref _forgotten);
        Volatile.Write(ref _known, null);
    }

    /// <summary>This is written down, unless it was forgotten since.</summary>
    public void Learn(KnownHealth known, int forgotten)
    {
        Interlocked.Exchange(ref _known, known);
        if (Forgotten != forgotten)
        {
            Volatile.Write(ref _known, null);
        }
    }

    public void Leave() => Volatile.Write(ref _busy, 0);
}
