namespace TicketFlow.TicketServer.Resources;

// The facts of a shared resource (design D10; a printer is the first kind). Storage format: add optional members only.

/// <summary>A fact of a resource.</summary>
public abstract record ResourceEvent
{
    private protected ResourceEvent()
    {
    }
}

/// <summary>The resource can be used.</summary>
/// <param name="Name">Its name, in lower case; the stream is <c>resource-NAME</c>.</param>
/// <param name="Kind">For example <c>printer</c>.</param>
/// <param name="Address">Where clients send to: <c>host:port</c> or a URI.</param>
/// <param name="Mechanism">How; one of the contracts' <c>Mechanisms</c>.</param>
/// <param name="MaxJobs">Jobs active at once, at least 1.</param>
/// <param name="MaxBytes">Bytes active at once; a larger single job goes alone.</param>
/// <param name="Location">For people.</param>
public sealed record ResourceRegistered(
    string Name, string Kind, string Address, string Mechanism, int MaxJobs, long MaxBytes, string? Location) : ResourceEvent;

/// <summary>Address, mechanism or capacity changed.</summary>
public sealed record ResourceChanged(
    string Name, string Address, string Mechanism, int MaxJobs, long MaxBytes, string? Location) : ResourceEvent;

/// <summary>Stored names of the resource's events, and the key of its stream.</summary>
public static class ResourceEventTypes
{
    /// <summary>Class to stored alias.</summary>
    public static IReadOnlyDictionary<Type, string> Aliases { get; } = new Dictionary<Type, string>
    {
        [typeof(ResourceRegistered)] = "resource_registered",
        [typeof(ResourceChanged)] = "resource_changed",
    };

    /// <summary>The key of the resource's stream.</summary>
    public static string StreamKey(string name) => "resource-" + name;
}

/// <summary>A resource, folded from its stream.</summary>
public sealed record ResourceState(string Name, string Kind, string Address, string Mechanism, int MaxJobs, long MaxBytes, string? Location)
{
    /// <summary>Folds one event.</summary>
    public static ResourceState? Evolve(ResourceState? state, ResourceEvent @event) => @event switch
    {
        ResourceRegistered e => new ResourceState(e.Name, e.Kind, e.Address, e.Mechanism, e.MaxJobs, e.MaxBytes, e.Location),
        ResourceChanged e when state is not null => state with
        {
            Address = e.Address, Mechanism = e.Mechanism, MaxJobs = e.MaxJobs, MaxBytes = e.MaxBytes, Location = e.Location,
        },
        _ => state,
    };
}
