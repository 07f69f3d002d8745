using Npgsql;

namespace TicketFlow.EventStore.Generations;

/// <summary>What the table knows of one projection.</summary>
/// <param name="Live">The generation readers see, or null before the first.</param>
/// <param name="LiveVersion">The <c>Version</c> of the code that filled it.</param>
/// <param name="Building">The one that is being filled beside it, or null.</param>
/// <param name="BuildingVersion">The version of the code that fills it.</param>
/// <param name="Retired">Those nobody sees any more; their tables are to be dropped.</param>
internal sealed record GenerationPlan(int? Live, int LiveVersion, int? Building, int BuildingVersion, IReadOnlyList<int> Retired);

/// <summary>The statements of <c>projection_generations</c>.</summary>
internal sealed class GenerationTable(string schema)
{
    public string Channel => schema + "_generations";

    public static string SchemaScript(string schema) => $"""
        create table if not exists {schema}.projection_generations (
            name varchar not null,
            generation integer not null,
            code_version integer not null,
            state varchar not null check (state in ('live', 'building', 'retired')),
            requested_at timestamptz not null default transaction_timestamp(),
            switched_at timestamptz,
            constraint pk_projection_generations primary key (name, generation));
        create unique index if not exists projection_generations_one_of_each
            on {schema}.projection_generations (name, state) where state <> 'retired';
        """;

    public async Task<GenerationPlan> ReadAsync(NpgsqlConnection connection, string name, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select generation, code_version, state from {schema}.projection_generations where name = $1 order by generation", connection);
        command.Parameters.Add(Text(name));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var (plan, retired) = (new GenerationPlan(null, 0, null, 0, []), new List<int>());
        while (await reader.ReadAsync(cancellation))
        {
            var (number, version) = (reader.GetInt32(0), reader.GetInt32(1));
            switch (reader.GetString(2))
            {
                case "live":
                    plan = plan with { Live = number, LiveVersion = version };
                    break;
                case "building":
                    plan = plan with { Building = number, BuildingVersion = version };
                    break;
                default:
                    retired.Add(number);
                    break;
            }
        }

        return plan with { Retired = retired };
    }

    /// <summary>
    /// Asks for a new generation and returns its number; one that is being built by this version of the code is taken instead, one by
    /// another version is given up.
    /// </summary>
    public async Task<int> RequestAsync(
        NpgsqlConnection connection, string name, int codeVersion, bool anew, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"""
            with locked as materialized (select pg_advisory_xact_lock(hashtextextended('{schema}.' || $1, 0))),
            given_up as (
                update {schema}.projection_generations g set state = 'retired' from locked
                where g.name = $1 and g.state = 'building' and ($3 or g.code_version <> $2) returning generation),
            made as (
                insert into {schema}.projection_generations (name, generation, code_version, state)
                select $1, 1 + coalesce((select max(generation) from {schema}.projection_generations where name = $1), 0), $2, 'building'
                from locked where (select count(*) from given_up) > 0 or not exists (
                    select 1 from {schema}.projection_generations where name = $1 and state = 'building')
                returning generation),
            told as (select pg_notify('{Channel}', $1) from locked)
            select coalesce((select generation from made),
                (select generation from {schema}.projection_generations where name = $1 and state = 'building')), count(*) from told
            """, connection);
        command.Parameters.Add(Text(name));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = codeVersion });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = anew });
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    public async Task ForgetAsync(NpgsqlConnection connection, ProjectionGeneration generation, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new($"drop schema if exists {generation.TargetSchema} cascade"),
                Named($"delete from {schema}.mt_event_progression where name = $1", generation.ShardName),
                Named($"delete from {schema}.parked_events where shard = $1", generation.ShardName),
                new($"delete from {schema}.projection_generations where name = $1 and generation = $2 and state = 'retired'")
                {
                    Parameters = { Text(generation.Name), new NpgsqlParameter<int> { TypedValue = generation.Number } },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    internal static NpgsqlParameter Text(string value) => new NpgsqlParameter<string> { TypedValue = value };

    private static NpgsqlBatchCommand Named(string sql, string name) => new(sql) { Parameters = { Text(name) } };
}
