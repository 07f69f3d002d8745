namespace TicketFlow.EventStore.Projections;

/// <summary>The projections of a store.</summary>
public sealed class ProjectionOptions
{
    private readonly List<IInlineProjection> _inline = [];

    internal IReadOnlyList<IInlineProjection> Inline => _inline;

    /// <summary>Runs in the transaction of every append, in the order of registration.</summary>
    public ProjectionOptions AddInline(IInlineProjection projection)
    {
        _inline.Add(projection);
        return this;
    }

    internal IEnumerable<string> SchemaScripts(string schema) => _inline.Select(p => p.SchemaSql);

    internal void Validate()
    {
    }
}
