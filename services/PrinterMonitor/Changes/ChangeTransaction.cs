using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using TicketFlow.Contracts.Health;

namespace TicketFlow.PrinterMonitor.Changes;

/// <summary>One transaction: lock the rows, decide, write the changes with their messages and reactions.</summary>
internal sealed class ChangeTransaction(IReadOnlyList<IHealthReaction> reactions)
{
    /// <summary>All monitors listen here; the payload is the resource whose row changed.</summary>
    public const string Channel = "monitor_health";

    private const string Ensure = "insert into monitor.health (resource) select unnest($1) on conflict do nothing";

    /// <summary>Locks in one order: two monitors must not wait for each other crosswise.</summary>
    private const string Lock = """
        select resource, version, body::text, changed_at from monitor.health where resource = any($1) order by resource for update
        """;

    private const string Update = """
        update monitor.health h set version = n.version, status = n.status, causes = string_to_array(n.causes, ' '), source = n.source,
          changed_at = n.at, body = n.body::jsonb
        from unnest($1, $2, $3, $4, $5, $6, $7) as n (resource, version, status, causes, source, at, body) where h.resource = n.resource
        """;

    private const string Post = "insert into monitor.outbox (type, routing_key, body) select * from unnest($1, $2, $3)";

    private const string Tell = $"select pg_notify('{Channel}', n) from unnest($1) as n";

    /// <summary>Gives what is known of each of the resources afterwards.</summary>
    public async Task<IReadOnlyDictionary<string, KnownHealth>> RunAsync(
        NpgsqlConnection connection, IReadOnlyDictionary<string, Observation> observations, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var known = await LockAsync(connection, [.. observations.Keys.Order(StringComparer.Ordinal)], cancellation);
        var changes = new List<TargetChange>();
        foreach (var (resource, observation) in observations)
        {
            if (HealthFacts.ChangeOf(known[resource], observation) is { } change)
            {
                changes.Add(new TargetChange(observation.Target, change));
                known[resource] = new KnownHealth(change.Version, change, change.At);
            }
        }

        if (changes.Count > 0)
        {
            await WriteAsync(connection, changes, cancellation);
        }

        await transaction.CommitAsync(cancellation);
        if (changes.Count > 0)
        {
            foreach (var reaction in reactions)
            {
                reaction.Committed();
            }
        }

        return known;
    }

    private static async Task<Dictionary<string, KnownHealth>> LockAsync(
        NpgsqlConnection connection, string[] resources, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Sql.Command(Ensure).Column(resources, NpgsqlDbType.Text));
        batch.BatchCommands.Add(Sql.Command(Lock).Column(resources, NpgsqlDbType.Text));
        var known = new Dictionary<string, KnownHealth>(resources.Length, StringComparer.Ordinal);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            known[reader.GetString(0)] = HealthStore.Row(reader);
        }

        return known;
    }

    private async Task WriteAsync(NpgsqlConnection connection, List<TargetChange> changes, CancellationToken cancellation)
    {
        var facts = changes.ConvertAll(c => c.Change);
        var bodies = facts.ConvertAll(c => JsonSerializer.SerializeToUtf8Bytes(c, HealthJson.Default.ResourceHealthChanged));
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Sql.Command(Update)
            .Column(facts.Select(c => c.Resource), NpgsqlDbType.Text).Column(facts.Select(c => c.Version), NpgsqlDbType.Bigint)
            .Column(facts.Select(c => c.Status), NpgsqlDbType.Text).Column(facts.Select(c => string.Join(' ', c.Causes)), NpgsqlDbType.Text)
            .Column(facts.Select(c => c.Source), NpgsqlDbType.Text)
            .Column(facts.Select(c => c.At.UtcDateTime), NpgsqlDbType.TimestampTz)
            .Column(bodies.Select(b => System.Text.Encoding.UTF8.GetString(b)), NpgsqlDbType.Text));
        batch.BatchCommands.Add(Sql.Command(Post)
            .Column(facts.Select(_ => ResourceHealthChanged.MessageType), NpgsqlDbType.Text)
            .Column(facts.Select(c => HealthTopology.ChangedKey(c.Resource)), NpgsqlDbType.Text)
            .Column(bodies, NpgsqlDbType.Bytea));
        foreach (var reaction in reactions)
        {
            reaction.AddTo(batch, changes);
        }

        batch.BatchCommands.Add(Sql.Command(Tell).Column(facts.Select(c => c.Resource), NpgsqlDbType.Text));
        await batch.ExecuteNonQueryAsync(cancellation);
    }
}
