using Npgsql;
using TicketFlow.EventStore.Events;

namespace TicketFlow.EventStore.Projections;

/// <summary>A set-based projection of the whole log into tables of its own.</summary>
public abstract class EventProjection : AsyncProjection
{
    /// <summary>Idempotent DDL of its tables; the store's schema is first in the search path.</summary>
    public abstract string SchemaSql { get; }

    /// <summary>Empties its tables before a rebuild, for example <c>truncate costs</c>.</summary>
    public abstract string TeardownSql { get; }

    /// <summary>
    /// When not null, the tables live in a schema of their own per generation (<c>name_v3</c>), and this schema shows the tables and views
    /// of the live generation under their plain names. A rebuild, or a raised <see cref="AsyncProjection.Version"/>, then fills a new
    /// generation beside the live one and switches when it has caught up: readers never see a half-filled view.
    /// </summary>
    public virtual string? PublishedSchema => null;

    /// <summary>
    /// Adds the commands for a page of events; they commit together with the checkpoint. Override this, or <see cref="OpenPages"/> when the
    /// projection folds in memory.
    /// </summary>
    public virtual void Apply(IReadOnlyList<IEvent> events, NpgsqlBatch batch) =>
        throw new NotSupportedException($"Projection {Name} overrides neither Apply nor OpenPages.");

    /// <summary>
    /// A writer for one run over the log, for projections that remember state between pages or read their own tables. Default: one that
    /// asks <see cref="Apply"/>.
    /// </summary>
    public virtual IPageWriter OpenPages() => new Writer(this);

    internal sealed override string SchemaScript(string schema) =>
        PublishedSchema is null ? SchemaSql : Generations.GenerationTable.SchemaScript(schema);

    internal sealed override string TeardownScript(string schema) => TeardownSql;

    internal sealed override IPageWriter OpenWriter(string schema) => OpenPages();

    private sealed class Writer(EventProjection projection) : IPageWriter
    {
        public ValueTask AddAsync(
            IReadOnlyList<IEvent> events, NpgsqlConnection connection, NpgsqlBatch batch, CancellationToken cancellation)
        {
            projection.Apply(events, batch);
            return ValueTask.CompletedTask;
        }
    }
}
