using TicketFlow.Contracts.Health;
using TicketFlow.TicketServer.Leases;

namespace TicketFlow.TicketServer.Resources;

/// <summary>A resource, folded from its stream.</summary>
public sealed record ResourceState(string Name, string Kind, string Address, string Mechanism, int MaxJobs, long MaxBytes, string? Location)
{
    /// <summary>Whether go-aheads are held back.</summary>
    public bool Paused { get; init; }

    /// <summary>Whether new jobs are taken.</summary>
    public bool Accepting { get; init; } = true;

    /// <summary>Whether it is in service.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>One of <see cref="ResourceHealth"/>.</summary>
    public string Health { get; init; } = ResourceHealth.Unknown;

    /// <summary>Who said that it stopped; null while it is not stopped.</summary>
    public string? StoppedBy { get; init; }

    /// <summary>The monitor's version of the newest health it reported; 0 before the first.</summary>
    public long HealthNumber { get; init; }

    /// <summary>When the monitor saw that.</summary>
    public DateTimeOffset? HealthSeenAt { get; init; }

    /// <summary>How it is asked for its health; null: as the monitor's configuration says.</summary>
    public MonitoringChosen? Monitoring { get; init; }

    /// <summary>How one client at a time has it; null: it has a queue.</summary>
    public ExclusiveUse? Use { get; init; }

    /// <summary>Folds one event.</summary>
    public static ResourceState? Evolve(ResourceState? state, ResourceEvent @event) => (state, @event) switch
    {
        (_, ResourceRegistered e) => new ResourceState(e.Name, e.Kind, e.Address, e.Mechanism, e.MaxJobs, e.MaxBytes, e.Location),
        (null, _) => null,
        (_, ResourceChanged e) => state with
        {
            Address = e.Address,
            Mechanism = e.Mechanism,
            MaxJobs = e.MaxJobs,
            MaxBytes = e.MaxBytes,
            Location = e.Location,
        },
        (_, QueuePaused) => state with { Paused = true },
        (_, QueueResumed) => state with { Paused = false },
        (_, AcceptingStopped) => state with { Accepting = false },
        (_, AcceptingStarted) => state with { Accepting = true },
        (_, ResourceDisabled) => state with { Enabled = false },
        (_, ResourceEnabled) => state with { Enabled = true },
        (_, ResourceStopped e) => state with { Health = ResourceHealth.Stopped, StoppedBy = e.Source },
        (_, ResourceWorks) => state with { Health = ResourceHealth.Ok, StoppedBy = null },
        (_, MonitoringChosen e) => state with { Monitoring = e },
        (_, ExclusiveUseChosen or QueuedUseChosen or LeaseGranted or LeaseEnded) =>
            state with { Use = ExclusiveUse.Evolve(state.Use, @event) },
        (_, ResourceHealthReported e) => state with
        {
            HealthNumber = e.Number,
            HealthSeenAt = e.SeenAt,
            // Known at last, and nothing to tell anybody.
            Health = state.Health == ResourceHealth.Unknown && ResourceHealth.Works(e.Status) ? ResourceHealth.Ok : state.Health,
        },
        _ => state,
    };
}

/// <summary>Whether a resource works, as far as is known. Stored; never rename.</summary>
public static class ResourceHealth
{
    public const string Ok = "ok";
    public const string Stopped = "stopped";

    /// <summary>Whether a status of the contracts' <c>HealthStatuses</c> lets jobs go on.</summary>
    public static bool Works(string status) => status is HealthStatuses.Ready or HealthStatuses.Warning;

    /// <summary>Nobody has looked yet, or nothing answers; not the same as "ok".</summary>
    public const string Unknown = "unknown";
}
