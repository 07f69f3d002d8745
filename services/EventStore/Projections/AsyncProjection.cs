namespace TicketFlow.EventStore.Projections;

/// <summary>
/// A projection the daemon keeps up to date behind the log. Derive from <see cref="EventProjection"/> or
/// <see cref="SingleStreamProjection{TDoc}"/>.
/// It must be a function of the events alone (no clock, no look-ups, no random), so that a rebuild gives the same result.
/// </summary>
public abstract class AsyncProjection
{
    private protected AsyncProjection()
    {
    }

    /// <summary>Name of the projection; its checkpoint is the row <c>{Name}:All</c>.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>Raise it when the view's meaning changes: from 2 on the checkpoint is <c>{Name}:V{n}:All</c> and starts at zero.</summary>
    public virtual int Version => 1;

    /// <summary>Events it wants; empty = all.</summary>
    public virtual IReadOnlyCollection<Type> EventTypes => [];

    /// <summary>Name of the checkpoint row.</summary>
    public string ShardName => Version > 1 ? $"{Name}:V{Version}:All" : $"{Name}:All";

    /// <summary>The schema its tables live in, when that is not the store's.</summary>
    internal virtual string? TargetSchema => null;

    /// <summary>Idempotent DDL.</summary>
    internal abstract string SchemaScript(string schema);

    /// <summary>Empties the view before a rebuild.</summary>
    internal abstract string TeardownScript(string schema);

    internal abstract IPageWriter OpenWriter(string schema);
}
