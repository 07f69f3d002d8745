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
        (_, ResourceStopped) => state with { Health = ResourceHealth.Stopped },
        (_, ResourceWorks) => state with { Health = ResourceHealth.Ok },
        _ => state,
    };
}

/// <summary>Whether a resource works, as far as is known. Stored; never rename.</summary>
public static class ResourceHealth
{
    public const string Ok = "ok";
    public const string Stopped = "stopped";

    /// <summary>Nobody has looked yet, or nothing answers; not the same as "ok".</summary>
    public const string Unknown = "unknown";
}
