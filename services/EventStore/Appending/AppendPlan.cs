using TicketFlow.EventStore.Events;
using TicketFlow.EventStore.Projections;

namespace TicketFlow.EventStore.Appending;

/// <summary>A stream's row as far as writing cares.</summary>
internal readonly record struct StreamRow(long Version, bool IsArchived);

/// <summary>What one transaction does to one stream.</summary>
internal sealed class StreamChange(string key, StreamRow? before)
{
    public string Key { get; } = key;

    public bool IsNew { get; } = before is null;

    public bool Exists { get; set; } = before is not null;

    public long VersionBefore { get; } = before?.Version ?? 0;

    public long VersionAfter { get; set; } = before?.Version ?? 0;

    public bool Archived { get; set; } = before?.IsArchived ?? false;

    public bool ArchivedHere { get; set; }

    public string? AggregateAlias { get; set; }

    public AggregateDefinition? Aggregate { get; set; }

    public List<StoredEvent> Events { get; } = [];
}

/// <summary>The decided content of one transaction.</summary>
internal sealed class AppendPlan
{
    public Dictionary<string, StreamChange> Streams { get; } = new(StringComparer.Ordinal);

    public List<StoredEvent> Events { get; } = [];

    /// <summary>Documents kept in this transaction, as read under the streams' locks.</summary>
    public IReadOnlyList<IInlineSnapshotRun> Snapshots { get; set; } = [];

    public List<AppendUnit> Accepted { get; } = [];

    public List<(AppendUnit Unit, Exception Reason)> Rejected { get; } = [];
}
