using Npgsql;
using TicketFlow.Contracts.Health;
using TicketFlow.PrinterMonitor.Fleet;

namespace TicketFlow.PrinterMonitor.Changes;

/// <summary>A change, with what the rules of those who react want to know of its resource.</summary>
internal sealed record TargetChange(FleetTarget Target, ResourceHealthChanged Change);

/// <summary>
/// Reacts to changes of health in their transaction: what it adds is committed with the change or not at all, so a crash loses nothing and
/// doubles nothing. Every change comes exactly once, whichever monitor saw it.
/// </summary>
internal interface IHealthReaction
{
    /// <summary>Adds its commands; they run after the change itself is written. It must not read.</summary>
    void AddTo(NpgsqlBatch batch, IReadOnlyList<TargetChange> changes);

    /// <summary>They are committed: wake whoever sends. May be called once for many, and not at all when the process dies.</summary>
    void Committed();
}
