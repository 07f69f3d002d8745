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

/// <summary>No go-aheads until resumed; jobs still queue.</summary>
public sealed record QueuePaused(string Name) : ResourceEvent;

/// <summary>Go-aheads again.</summary>
public sealed record QueueResumed(string Name) : ResourceEvent;

/// <summary>The queue is drained: no new jobs, those in it still print.</summary>
public sealed record AcceptingStopped(string Name) : ResourceEvent;

/// <summary>New jobs again.</summary>
public sealed record AcceptingStarted(string Name) : ResourceEvent;

/// <summary>Out of service: no new jobs, no go-aheads.</summary>
public sealed record ResourceDisabled(string Name) : ResourceEvent;

/// <summary>In service again.</summary>
public sealed record ResourceEnabled(string Name) : ResourceEvent;

/// <summary>The resource does not work (M-17, patent step 7-1).</summary>
/// <param name="Causes">IPP printer-state-reasons keywords, for example <c>media-empty</c>.</param>
/// <param name="Text">For people.</param>
/// <param name="Source">Who found it: the monitor, or an operator.</param>
public sealed record ResourceStopped(string Name, IReadOnlyList<string> Causes, string Text, string Source) : ResourceEvent;

/// <summary>The resource works again.</summary>
public sealed record ResourceWorks(string Name, string Source) : ResourceEvent;

/// <summary>The resource was checked on request and found as it was; go-aheads may go on (M-20).</summary>
public sealed record ResourceChecked(string Name, string Source) : ResourceEvent;

/// <summary>Stored names of the resource's events, and the key of its stream.</summary>
public static class ResourceEventTypes
{
    /// <summary>Class to stored alias.</summary>
    public static IReadOnlyDictionary<Type, string> Aliases { get; } = new Dictionary<Type, string>
    {
        [typeof(ResourceRegistered)] = "resource_registered",
        [typeof(ResourceChanged)] = "resource_changed",
        [typeof(QueuePaused)] = "queue_paused",
        [typeof(QueueResumed)] = "queue_resumed",
        [typeof(AcceptingStopped)] = "accepting_stopped",
        [typeof(AcceptingStarted)] = "accepting_started",
        [typeof(ResourceDisabled)] = "resource_disabled",
        [typeof(ResourceEnabled)] = "resource_enabled",
        [typeof(ResourceStopped)] = "resource_stopped",
        [typeof(ResourceWorks)] = "resource_works",
        [typeof(ResourceChecked)] = "resource_checked",
    };

    /// <summary>The key of the resource's stream.</summary>
    public static string StreamKey(string name) => "resource-" + name;
}
