namespace TicketFlow.TicketServer.Leases;

/// <summary>A resource that one client at a time uses, folded from its stream.</summary>
/// <param name="Longest">The longest lease.</param>
public sealed record ExclusiveUse(TimeSpan Longest)
{
    /// <summary>A message comes again within seconds, or after an outage with the few that waited beside it.</summary>
    private const int MostRemembered = 64;

    /// <summary>Who has it now; null: it is free.</summary>
    public Lease? Holder { get; init; }

    /// <summary>The leases that ended last: a request that comes again is no new one.</summary>
    public IReadOnlyList<PastLease> Past { get; init; } = [];

    /// <summary>The lease of that id, when it has ended.</summary>
    public PastLease? Ended(string leaseId) => Past.FirstOrDefault(past => past.Id == leaseId);

    /// <summary>Folds one event; null: the resource has a queue.</summary>
    public static ExclusiveUse? Evolve(ExclusiveUse? use, Resources.ResourceEvent @event) => (use, @event) switch
    {
        (_, ExclusiveUseChosen e) => (use ?? new ExclusiveUse(default(TimeSpan))) with { Longest = TimeSpan.FromSeconds(e.LongestSeconds) },
        (_, QueuedUseChosen) => null,
        (not null, LeaseGranted e) => use with { Holder = new Lease(e.LeaseId, e.Agent, e.Domain, e.User, e.From, e.Until) },
        (not null, LeaseEnded e) => use with
        {
            Holder = null,
            Past = [.. use.Past.TakeLast(MostRemembered - 1), new PastLease(e.LeaseId, e.Agent, e.Reason)],
        },
        _ => use,
    };
}

/// <summary>A lease that holds.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Agent">Who keeps it.</param>
/// <param name="Domain">The user's domain.</param>
/// <param name="User">Who has the resource.</param>
/// <param name="From">Since when, UTC.</param>
/// <param name="Until">When it ends at the latest, UTC.</param>
public sealed record Lease(string Id, string Agent, string Domain, string User, DateTimeOffset From, DateTimeOffset Until);

/// <summary>A lease that has ended.</summary>
public sealed record PastLease(string Id, string Agent, string Reason);
