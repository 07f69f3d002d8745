using TicketFlow.EventStore.Projections;

namespace TicketFlow.EventStore.Generations;

/// <summary>One filling of a projection, in a schema of its own, with a checkpoint of its own.</summary>
internal sealed class ProjectionGeneration(EventProjection projection, int number) : AsyncProjection
{
    public EventProjection Of { get; } = projection;

    public int Number { get; } = number;

    public override string Name => Of.Name;

    public override int Version => Number;

    public override IReadOnlyCollection<Type> EventTypes => Of.EventTypes;

    internal override string TargetSchema => $"{Of.Name.ToLowerInvariant()}_v{Number}";

    internal override string SchemaScript(string schema) => $"""
        create schema if not exists {TargetSchema};
        set local search_path to {TargetSchema}, {schema}, public;
        {Of.SchemaSql};
        set local search_path to {schema}, public;
        """;

    internal override string TeardownScript(string schema) => Of.TeardownSql;

    internal override IPageWriter OpenWriter(string schema) => Of.OpenPages();
}
