using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace TicketFlow.Benchmarks.Store;

/// <summary>The yardstick: the same rows into the same tables by multi-row inserts, without any library. JSON is serialized in the timed
/// part.</summary>
internal static class PlainInsert
{
    private const string Streams = """
        insert into ticketflow.mt_streams (id, type, version, timestamp, created, tenant_id, is_archived)
        select id, 'job', 5, now(), now(), '*DEFAULT*', false from unnest($1) as p(id)
        """;

    private const string Events = """
        insert into ticketflow.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived)
        select nextval('ticketflow.mt_events_sequence'), p.id, p.stream_id, p.version, p.data, p.type, now(), '*DEFAULT*', p.dotnet, false
        from unnest($1, $2, $3, $4, $5, $6) with ordinality as p(id, stream_id, version, data, type, dotnet, ord) order by p.ord
        """;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Inserts and returns the seconds it took.</summary>
    public static async Task<double> RunAsync(string connectionString, int streams, int streamsPerCommit)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 20, AutoPrepareMinUsages = 2 };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        var started = Stopwatch.GetTimestamp();
        for (var done = 0; done < streams; done += streamsPerCommit)
        {
            await using var batch = Batch(connection, done, Math.Min(streamsPerCommit, streams - done));
            await batch.ExecuteNonQueryAsync();
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static NpgsqlBatch Batch(NpgsqlConnection connection, int from, int count)
    {
        var keys = new string[count];
        var (ids, streams, versions, data, types, dotnet) =
            (new Guid[count * 5], new string[count * 5], new long[count * 5], new byte[count * 5][], new string[count * 5],
                new string[count * 5]);
        for (var i = 0; i < count; i++)
        {
            keys[i] = StoreBench.Key("plain", from + i);
            var events = BenchEvents.OfJob(keys[i], from + i);
            for (var n = 0; n < events.Length; n++)
            {
                var at = (i * 5) + n;
                var type = events[n].GetType();
                (ids[at], streams[at], versions[at]) = (Guid.CreateVersion7(), keys[i], n + 1);
                (data[at], types[at], dotnet[at]) = (
                    JsonSerializer.SerializeToUtf8Bytes(events[n], type, Json), type.Name, type.FullName + ", ticketflow-bench");
            }
        }

        return new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(Streams) { Parameters = { Array(keys, NpgsqlDbType.Varchar) } },
                new(Events)
                {
                    Parameters =
                    {
                        Array(ids, NpgsqlDbType.Uuid), Array(streams, NpgsqlDbType.Varchar), Array(versions, NpgsqlDbType.Bigint),
                        Array(data, NpgsqlDbType.Jsonb), Array(types, NpgsqlDbType.Varchar), Array(dotnet, NpgsqlDbType.Varchar),
                    },
                },
            },
        };
    }

    private static NpgsqlParameter Array<T>(T values, NpgsqlDbType type) =>
        new NpgsqlParameter<T> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
}
