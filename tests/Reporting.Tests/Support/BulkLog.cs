using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using TicketFlow.Reporting.Organisation;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Leases;
using TicketFlow.TicketServer.Resources;

namespace Reporting.Tests.Support;

/// <summary>An event that was recorded at a time of the test's choice.</summary>
internal sealed record LoggedEvent(DateTimeOffset At, string Stream, object Data, string? Actor = null);

/// <summary>Writes a past into the log: rows as the store writes them, with times of the test's choice, thousands at once.</summary>
internal static class BulkLog
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private static readonly Dictionary<Type, string> Aliases = JobEventTypes.Aliases.Concat(ResourceEventTypes.Aliases)
        .Concat(LeaseEventTypes.Aliases).Concat(OrganisationEventTypes.Aliases).ToDictionary();

    public static string AliasOf(object data) => Aliases[data.GetType()];

    /// <summary>Appends them in the order of their times; those of one time in the order given.</summary>
    public static async Task WriteAsync(string connectionString, IEnumerable<LoggedEvent> events)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var (versions, sorted) = (new Dictionary<string, long>(StringComparer.Ordinal), events.OrderBy(e => e.At).ToList());
        var next = await FirstAsync(connection, sorted.Count);
        await ReadVersionsAsync(connection, versions);
        await WriteStreamsAsync(connection, versions, sorted);
        await using (var copy = await connection.BeginBinaryImportAsync("""
            copy ticketflow.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, headers, is_archived)
            from stdin (format binary)
            """))
        {
            foreach (var logged in sorted)
            {
                versions[logged.Stream] = versions.GetValueOrDefault(logged.Stream) + 1;
                await RowAsync(copy, next++, versions[logged.Stream], logged);
            }

            await copy.CompleteAsync();
        }

        await transaction.CommitAsync();
    }

    private static async Task RowAsync(NpgsqlBinaryImporter copy, long sequence, long version, LoggedEvent logged)
    {
        var headers = logged.Actor is null ? "{}" : JsonSerializer.Serialize(new { actor = logged.Actor });
        await copy.StartRowAsync();
        await copy.WriteAsync(sequence, NpgsqlDbType.Bigint);
        await copy.WriteAsync(Guid.CreateVersion7(logged.At), NpgsqlDbType.Uuid);
        await copy.WriteAsync(logged.Stream, NpgsqlDbType.Varchar);
        await copy.WriteAsync(version, NpgsqlDbType.Bigint);
        await copy.WriteAsync(JsonSerializer.Serialize(logged.Data, logged.Data.GetType(), Json), NpgsqlDbType.Jsonb);
        await copy.WriteAsync(AliasOf(logged.Data), NpgsqlDbType.Varchar);
        await copy.WriteAsync(logged.At.UtcDateTime, NpgsqlDbType.TimestampTz);
        await copy.WriteAsync("*DEFAULT*", NpgsqlDbType.Varchar);
        await copy.WriteAsync(headers, NpgsqlDbType.Jsonb);
        await copy.WriteAsync(false, NpgsqlDbType.Boolean);
    }

    private static async Task<long> FirstAsync(NpgsqlConnection connection, int count)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select setval('ticketflow.mt_events_sequence', coalesce(max(seq_id), 0) + {count}) - {count} + 1 from ticketflow.mt_events
            """, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ReadVersionsAsync(NpgsqlConnection connection, Dictionary<string, long> versions)
    {
        await using var command = new NpgsqlCommand("select id, version from ticketflow.mt_streams", connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            versions[reader.GetString(0)] = reader.GetInt64(1);
        }
    }

    private static async Task WriteStreamsAsync(
        NpgsqlConnection connection, Dictionary<string, long> before, IEnumerable<LoggedEvent> events)
    {
        var after = events.GroupBy(e => e.Stream, StringComparer.Ordinal)
            .Select(g => (Stream: g.Key, Version: before.GetValueOrDefault(g.Key) + g.Count())).ToList();
        await using var command = new NpgsqlCommand("""
            insert into ticketflow.mt_streams (id, type, version, timestamp, created, tenant_id, is_archived)
            select id, split_part(id, '-', 1), version, now(), now(), '*DEFAULT*', false from unnest($1, $2) as s (id, version)
            on conflict (id) do update set version = excluded.version
            """, connection);
        command.Parameters.Add(new()
        {
            Value = after.Select(a => a.Stream).ToArray(),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar,
        });
        command.Parameters.Add(new()
        {
            Value = after.Select(a => a.Version).ToArray(),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint,
        });
        await command.ExecuteNonQueryAsync();
    }
}
