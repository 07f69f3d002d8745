using TicketFlow.EventStore;
using TicketFlow.EventStore.Replay;
using TicketFlow.Reporting;
using TicketFlow.TicketServer.Access;
using TicketFlow.TicketServer.Budgets;
using TicketFlow.TicketServer.Queues;

namespace TicketFlow.Ops.Replay;

/// <summary>A table of a projection, and what of it does not come from events.</summary>
/// <param name="Name">The table.</param>
/// <param name="Key">Its key columns.</param>
/// <param name="Operational">Columns that running servers change between events; a replay cannot know them.</param>
internal sealed record KnownTable(string Name, IReadOnlyList<string> Key, IReadOnlyList<string> Operational);

/// <summary>A projection that another service runs behind the log, in generations.</summary>
/// <param name="Projection">Its name in the log's tables.</param>
/// <param name="Schema">Where readers find its live generation.</param>
/// <param name="Service">Who runs it, as operators call it.</param>
internal sealed record PublishedProjection(string Projection, string Schema, string Service);

/// <summary>A projection an operator can replay, verify and rebuild.</summary>
/// <param name="Name">As typed.</param>
/// <param name="Replay">A replay of it.</param>
/// <param name="Tables">Its tables.</param>
/// <param name="Published">Null: the ticket servers write it with every append.</param>
internal sealed record KnownProjection(
    string Name, Func<DocumentStore, ProjectionReplay> Replay, IReadOnlyList<KnownTable> Tables, PublishedProjection? Published = null)
{
    private static readonly KnownProjection[] All =
    [
        new("queue", store => ProjectionReplay.Of(store, new QueueProjection()),
        [
            new("queue_job", ["job_id"], ["arrival", "heard_at", "told_health", "deadline_kind", "deadline_at"]),
            new("queue_resource", ["name"], ["blocked_until"]), new("queue_lease", ["resource"], ["silent_at", "ending"]),
        ]),
        new("budgets", store => ProjectionReplay.Of(store, new BudgetProjection(arbitrates: false)),
        [
            new("budget", ["subject", "unit"], []), new("budget_account", ["account"], []), new("budget_tariff", ["name", "version"], []),
        ]),
        new("access", store => ProjectionReplay.Of(store, new AccessProjection()), [new("access_entry", ["subject", "name"], [])]),
        Reporting(),
    ];

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => All.Select(p => p.Name);

    /// <summary>Schema of the live tables.</summary>
    public string Schema => Published?.Schema ?? "ticketflow";

    /// <summary>The one with this name.</summary>
    /// <exception cref="OperationException">There is none.</exception>
    public static KnownProjection Of(string name) => Array.Find(All, p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new OperationException(ExitCodes.NotFound, $"There is no projection '{name}'. Known: {string.Join(", ", Names)}.");

    /// <summary>Works with the store that knows its events.</summary>
    public Task<int> WithStoreAsync(Func<DocumentStore, CancellationToken, Task<int>> work, CancellationToken cancellation) =>
        Published is null ? Operation.WithStoreAsync(work, cancellation) : Operation.WithReportingStoreAsync(work, cancellation);

    private static KnownProjection Reporting()
    {
        var jobs = ReportingStore.NewReportedJobs();
        return new(
            "reporting", store => ProjectionReplay.Of(store, ReportingStore.NewReportedJobs()),
            [.. jobs.Tables.Select(t => new KnownTable(t.Name, t.Key, []))],
            new PublishedProjection(jobs.Name, jobs.PublishedSchema, "reporting service"));
    }
}
