using System.ComponentModel.DataAnnotations;

namespace TicketFlow.TicketServer.Jobs;

/// <summary>What is done when an agent stays silent. Stored by name in configuration.</summary>
public enum SilenceAction
{
    /// <summary>The monitor examines the resource at once.</summary>
    CheckResource,

    /// <summary>The job is marked suspect.</summary>
    Suspect,

    /// <summary>The administrator is told.</summary>
    AlertAdministrator,

    /// <summary>The slot goes to others.</summary>
    FreeSlot,

    /// <summary>The job is settled: interrupted when its transfer had started, otherwise held until its agent is back.</summary>
    Settle,
}

/// <summary>A rung: so long after the silence was noticed, this is done.</summary>
public sealed class SilenceRung
{
    /// <summary>Time since the first missed sign.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan After { get; set; }

    /// <summary>What is done.</summary>
    public SilenceAction Action { get; set; }
}

/// <summary>The ladder that is used when the configuration names none.</summary>
public static class SilenceLadder
{
    /// <summary>Check at once, suspect after 10 s, alert after a minute, free the slot after 5 minutes, settle after 15.</summary>
    public static IReadOnlyList<SilenceRung> Default { get; } =
    [
        new() { After = TimeSpan.Zero, Action = SilenceAction.CheckResource },
        new() { After = TimeSpan.FromSeconds(10), Action = SilenceAction.Suspect },
        new() { After = TimeSpan.FromMinutes(1), Action = SilenceAction.AlertAdministrator },
        new() { After = TimeSpan.FromMinutes(5), Action = SilenceAction.FreeSlot },
        new() { After = TimeSpan.FromMinutes(15), Action = SilenceAction.Settle },
    ];

    /// <summary>Whether the delays never shrink and nothing follows the settlement.</summary>
    public static bool IsSound(IReadOnlyList<SilenceRung> rungs) =>
        rungs.Zip(rungs.Skip(1)).All(pair => pair.First.After <= pair.Second.After)
        && rungs.Take(Math.Max(0, rungs.Count - 1)).All(rung => rung.Action != SilenceAction.Settle);
}
