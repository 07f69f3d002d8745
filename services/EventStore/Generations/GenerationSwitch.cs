using Npgsql;

namespace TicketFlow.EventStore.Generations;

/// <summary>Puts a filled generation in the live one's place.</summary>
internal sealed class GenerationSwitch(string schema)
{
    /// <summary>
    /// In one transaction: the published views show the new generation, it is live, the old one is retired. Not done, and false, while the
    /// live one is further in the log (readers would go back in time) or when the generation was given up meanwhile.
    /// </summary>
    public async Task<bool> TryAsync(NpgsqlConnection connection, ProjectionGeneration generation, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (!await MayAsync(connection, generation, cancellation))
        {
            return false;
        }

        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new($"create schema if not exists {generation.Of.PublishedSchema}"),
                new(PublishScript(generation)),
                State("state = 'retired'", "live", generation, sameNumber: false),
                State("state = 'live', switched_at = transaction_timestamp()", "building", generation, sameNumber: true),
                new($"select pg_notify('{new GenerationTable(schema).Channel}', $1)") { Parameters = { GenerationTable.Text(
                    generation.Name) } },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <summary>Holds the checkpoints still, then compares them.</summary>
    private async Task<bool> MayAsync(NpgsqlConnection connection, ProjectionGeneration generation, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new($"select name from {schema}.mt_event_progression where name like $1 || ':%' order by name for update")
                {
                    Parameters = { GenerationTable.Text(generation.Name) },
                },
                Compare(generation),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        return await reader.ReadAsync(cancellation) && reader.GetBoolean(0);
    }

    private NpgsqlBatchCommand Compare(ProjectionGeneration generation) => new($"""
        with known as (
            select g.state, coalesce(p.last_seq_id, 0) as sequence from {schema}.projection_generations g
            left join {schema}.mt_event_progression p
                on p.name = g.name || case when g.generation > 1 then ':V' || g.generation else '' end || ':All'
            where g.name = $1 and (g.state = 'live' or (g.state = 'building' and g.generation = $2)))
        select coalesce((select sequence from known where state = 'building')
            >= coalesce((select sequence from known where state = 'live'), 0), false)
        """)
    {
        Parameters = { GenerationTable.Text(generation.Name), new NpgsqlParameter<int> { TypedValue = generation.Number } },
    };

    // A view whose columns changed cannot be replaced; then it is made anew, with what hangs on it gone: that is said in the docs.
    private static string PublishScript(ProjectionGeneration generation) => $"""
        do $publish$
        declare relation record;
        begin
            for relation in select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname = '{generation.TargetSchema}' and c.relkind in ('r', 'p', 'v', 'm') order by c.relname
            loop
                begin
                    execute format('create or replace view {generation.Of.PublishedSchema}.%I as select * from {generation.TargetSchema}.%I',
                        relation.relname, relation.relname);
                exception when invalid_table_definition or datatype_mismatch then
                    execute format('drop view {generation.Of.PublishedSchema}.%I cascade', relation.relname);
                    execute format('create view {generation.Of.PublishedSchema}.%I as select * from {generation.TargetSchema}.%I',
                        relation.relname, relation.relname);
                end;
            end loop;
        end
        $publish$
        """;

    private NpgsqlBatchCommand State(string set, string from, ProjectionGeneration generation, bool sameNumber) => new(
        $"update {schema}.projection_generations set {set} where name = $1 and state = '{from}' and (generation = $2) = $3")
    {
        Parameters =
        {
            GenerationTable.Text(generation.Name), new NpgsqlParameter<int> { TypedValue = generation.Number },
            new NpgsqlParameter<bool> { TypedValue = sameNumber },
        },
    };
}
