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

/// <summary>What the monitor saw, each time it is another than before (M-17, M-18). What follows from it are events of their own.</summary>
/// <param name="Name">The resource.</param>
/// <param name="Number">The monitor's version: what is not newer is an echo.</param>
/// <param name="SeenAt">When the monitor saw it, UTC.</param>
/// <param name="Status">One of the contracts' <c>HealthStatuses</c>.</param>
/// <param name="Causes">IPP printer-state-reasons keywords.</param>
/// <param name="Activity">One of the contracts' <c>HealthActivities</c>, or null.</param>
/// <param name="Supplies">Toner and the like, in coarse steps.</param>
/// <param name="Trays">Paper, in coarse steps.</param>
/// <param name="Text">What the device shows.</param>
/// <param name="Source">One of the contracts' <c>HealthSources</c>.</param>
/// <param name="Stale">The device does not answer.</param>
public sealed record ResourceHealthReported(
    string Name, long Number, DateTimeOffset SeenAt, string Status, IReadOnlyList<string> Causes, string? Activity,
    IReadOnlyList<SupplyLevel> Supplies, IReadOnlyList<TrayLevel> Trays, string? Text, string Source, bool Stale) : ResourceEvent;

/// <summary>A supply in <see cref="ResourceHealthReported"/>; words as in the contracts.</summary>
public sealed record SupplyLevel(string Kind, string? Colour, string Step, int? Percent, string? Name);

/// <summary>A tray in <see cref="ResourceHealthReported"/>; words as in the contracts.</summary>
public sealed record TrayLevel(string Name, string Step, int? Percent);

/// <summary>How the monitor asks this resource; nulls: as its configuration says.</summary>
/// <param name="Name">The resource.</param>
/// <param name="Protocol"><c>snmp</c>, <c>ipp</c> or <c>none</c>.</param>
/// <param name="Host">Another host than the one documents go to.</param>
/// <param name="Port">Port of the protocol.</param>
/// <param name="Version">SNMP: <c>1</c>, <c>2c</c> or <c>3</c>.</param>
/// <param name="Credential">A name in the monitor's credentials file, never a secret.</param>
public sealed record MonitoringChosen(
    string Name, string? Protocol, string? Host, int? Port, string? Version, string? Credential) : ResourceEvent;

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
        [typeof(ResourceHealthReported)] = "resource_health_reported",
        [typeof(MonitoringChosen)] = "monitoring_chosen",
    };

    /// <summary>The key of the resource's stream.</summary>
    public static string StreamKey(string name) => "resource-" + name;
}
