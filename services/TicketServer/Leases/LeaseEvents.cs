using TicketFlow.TicketServer.Resources;

namespace TicketFlow.TicketServer.Leases;

// The facts of resources that one client at a time uses (M-26). They stand on the resource's own stream: its version is what lets exactly
// one of several askers have it. Storage format: add optional members only.

/// <summary>From now on one client at a time has the resource, by a lease; it has no queue.</summary>
/// <param name="Name">The resource.</param>
/// <param name="LongestSeconds">The longest lease.</param>
public sealed record ExclusiveUseChosen(string Name, int LongestSeconds) : ResourceEvent;

/// <summary>From now on the resource has a queue, as resources have unless something else is chosen.</summary>
public sealed record QueuedUseChosen(string Name) : ResourceEvent;

/// <summary>A client has the resource.</summary>
/// <param name="Name">The resource.</param>
/// <param name="LeaseId">Follows from agent and key, as a job's id does.</param>
/// <param name="Agent">The agent that keeps it.</param>
/// <param name="Domain">The user's domain.</param>
/// <param name="User">Who has it.</param>
/// <param name="From">Since when, UTC.</param>
/// <param name="Until">When it ends at the latest, UTC.</param>
/// <param name="SilentAt">When it ends if the agent is not heard of until then, UTC.</param>
public sealed record LeaseGranted(
    string Name, string LeaseId, string Agent, string Domain, string User, DateTimeOffset From, DateTimeOffset Until,
    DateTimeOffset SilentAt) : ResourceEvent;

/// <summary>The resource is free again. Complete in itself: what was used, by whom and for how long.</summary>
/// <param name="Name">The resource.</param>
/// <param name="LeaseId">The lease.</param>
/// <param name="Agent">The agent that kept it.</param>
/// <param name="Domain">The user's domain.</param>
/// <param name="User">Who had it.</param>
/// <param name="From">Since when, UTC.</param>
/// <param name="To">Until when, UTC: what is counted and charged.</param>
/// <param name="Reason">One of the contracts' <c>LeaseEnds</c>.</param>
public sealed record LeaseEnded(
    string Name, string LeaseId, string Agent, string Domain, string User, DateTimeOffset From, DateTimeOffset To, string Reason)
    : ResourceEvent;

/// <summary>Stored names. Renaming a class must never rename history: these strings stay.</summary>
public static class LeaseEventTypes
{
    /// <summary>Class to stored alias.</summary>
    public static IReadOnlyDictionary<Type, string> Aliases { get; } = new Dictionary<Type, string>
    {
        [typeof(ExclusiveUseChosen)] = "exclusive_use_chosen",
        [typeof(QueuedUseChosen)] = "queued_use_chosen",
        [typeof(LeaseGranted)] = "lease_granted",
        [typeof(LeaseEnded)] = "lease_ended",
    };
}
