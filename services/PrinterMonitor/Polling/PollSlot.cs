using TicketFlow.PrinterMonitor.Changes;
using TicketFlow.PrinterMonitor.Fleet;
using TicketFlow.PrinterMonitor.Health;

namespace TicketFlow.PrinterMonitor.Polling;

/// <summary>All that this monitor keeps of one resource. One question at a time: <see cref="TryEnter"/>.</summary>
internal sealed class PollSlot(FleetTarget target, IHealthProbe probe)
{
    private int _busy;

    public FleetTarget Target { get; } = target;

    public IHealthProbe Probe { get; } = probe;

    /// <summary>What the device last said; null when it has not answered this process yet.</summary>
    public PrinterHealth? Last { get; set; }

    /// <summary>Whether it was looked up what it said to an earlier process.</summary>
    public bool IsRecalled { get; set; }

    /// <summary>Silences since then.</summary>
    public int Misses { get; set; }

    /// <summary>What is written down; null when that must be read again.</summary>
    public KnownHealth? Known { get; set; }

    /// <summary>When it was last noted that it answered.</summary>
    public DateTimeOffset NotedAt { get; set; }

    /// <summary>Why it tells nothing, as it was last noted.</summary>
    public string? Problem { get; set; }

    /// <summary>An entry of the wheel with another number is out of date.</summary>
    public int Turn { get; set; }

    /// <summary>No longer this monitor's, or no longer as it was.</summary>
    public bool IsRetired { get; set; }

    public bool TryEnter() => Interlocked.CompareExchange(ref _busy, 1, 0) == 0;

    public void Leave() => Volatile.Write(ref _busy, 0);
}
