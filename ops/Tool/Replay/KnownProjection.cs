using TicketFlow.EventStore;
using TicketFlow.EventStore.Projections;
using TicketFlow.EventStore.Replay;
using TicketFlow.TicketServer.Access;
using TicketFlow.TicketServer.Queues;

namespace TicketFlow.Ops.Replay;

/// <summary>A table of a projection, and what of it does not come from events.</summary>
/// <param name="Name">The table.</param>
/// <param name="Key">Its key columns.</param>
/// <param name="Operational">Columns that running servers change between events; a replay cannot know them.</param>
internal sealed record KnownTable(string Name, IReadOnlyList<string> Key, IReadOnlyList<string> Operational);

/// <summary>A projection an operator can replay, verify and rebuild.</summary>
/// <param name="Name">As typed.</param>
/// <param name="Create">A fresh one.</param>
/// <param name="Tables">Its tables.</param>
internal sealed record KnownProjection(string Name, Func<IInlineProjection> Create, IReadOnlyList<KnownTable> Tables)
{
    private static readonly KnownProjection[] All =
    [
        new("queue", () => new QueueProjection(),
        [
            new("queue_job", ["job_id"], ["arrival", "heard_at", "told_health", "deadline_kind", "deadline_at"]),
            new("queue_resource", ["name"], ["blocked_until"]),
        ]),
        new("access", () => new AccessProjection(), [new("access_entry", ["subject", "name"], [])]),
    ];

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => All.Select(p => p.Name);

    /// <summary>The one with this name.</summary>
    /// <exception cref="OperationException">There is none.</exception>
    public static KnownProjection Of(string name) => Array.Find(All, p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new OperationException(ExitCodes.NotFound, $"There is no projection '{name}'. Known: {string.Join(", ", Names)}.");

    /// <summary>A replay of it.</summary>
    public ProjectionReplay Replay(DocumentStore store) => ProjectionReplay.Of(store, Create());
}
