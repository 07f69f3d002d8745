using Npgsql;

namespace TicketFlow.Benchmarks.Statistics;

/// <summary>
/// A month of jobs, written in bulk by the database itself: six events each as a rule (opened, described, go-ahead, confirmed, started,
/// completed), one in thirty refused, failed, interrupted or cancelled; 2,000 users, 200 printers, in the order of their times.
/// </summary>
internal static class LogGenerator
{
    public static readonly DateOnly From = new(2026, 3, 1);
    public static readonly DateOnly Until = new(2026, 4, 1);

    private const string Life = """
        create temporary table life as
        select n, k, 'job-' || lpad(n::text, 9, '0') as stream,
          timestamptz '2026-03-01Z' + n * (interval '30 days' / $1) + (array[0, 1, 5, 6, 7, 20])[k] * interval '1 second' as at,
          case k when 1 then case when n % 30 = 7 then 'job_refused' else 'job_opened' end when 2 then 'job_described'
            when 3 then case when n % 30 = 9 then 'job_cancelled' else 'go_ahead_issued' end when 4 then 'go_ahead_confirmed'
            when 5 then 'transfer_started' else (array['transfer_failed', 'transfer_interrupted'])[
              case n % 90 when 11 then 1 when 41 then 2 end] end as alias
        from generate_series(1::bigint, $1) as n cross join generate_series(1, 6) as k
        where not (n % 30 = 7 and k > 1) and not (n % 30 = 9 and k > 3)
        """;

    private const string Streams = """
        insert into ticketflow.mt_streams (id, type, version, timestamp, created, tenant_id, is_archived)
        select stream, 'job', max(k), now(), now(), '*DEFAULT*', false from life group by stream
        """;

    private const string Events = """
        insert into ticketflow.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, headers, is_archived)
        select (select coalesce(max(seq_id), 0) from ticketflow.mt_events) + row_number() over (order by at, n, k),
          gen_random_uuid(), stream, k, case k
            when 1 then jsonb_build_object('jobId', substr(stream, 5), 'agent', 'pc-' || n * 7919 % 2000, 'key', 'k' || n,
              'requestNumber', n, 'resource', 'printer-' || n * 31 % 200, 'domain', 'example', 'user', 'user' || n * 7919 % 2000,
              'clientVersion', '1.4.0', 'operatingSystem', 'linux', 'driverVersion', 'pcl 3.2', 'title', 'Report ' || n,
              'describeBy', at, 'code', 'not-allowed', 'rule', 'access', 'text', 'You may not print here.')
            when 2 then jsonb_build_object('address', '10.0.0.9:9100', 'pages', n % 40 + 1, 'bytes', 10000 + n % 900000,
              'configuration', null, 'copies', 1 + (n % 7 = 0)::int, 'colour', n % 3 = 0, 'sides', 1 + n % 2,
              'paper', 'iso_a4_210x297mm', 'sheets', n % 40 + 1)
            when 3 then jsonb_build_object('attempt', 1, 'address', '10.0.0.9:9100', 'mechanism', 'raw', 'confirmBy', at, 'code', 'user',
              'bytesSent', 0)
            when 4 then jsonb_build_object('attempt', 1, 'startBy', at) when 5 then jsonb_build_object('attempt', 1, 'statusBy', at)
            else jsonb_build_object('attempt', 1, 'bytesSent', 10000 + n % 900000, 'grade', 'idle', 'milliseconds', 200 + n * 613 % 9000,
              'code', 'connection-lost') end,
          coalesce(alias, 'transfer_completed'), at, '*DEFAULT*', '{"actor": "agent"}', false
        from life order by at, n, k
        """;

    /// <summary>Writes the month; the number of its events.</summary>
    public static async Task<long> WriteAsync(string connectionString, int jobs)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await RunAsync(connection, Life, jobs);
        await RunAsync(connection, Streams);
        await RunAsync(connection, Events);
        await RunAsync(connection, "drop table life");
        await RunAsync(connection, "select setval('ticketflow.mt_events_sequence', (select max(seq_id) from ticketflow.mt_events))");
        await RunAsync(connection, """
            insert into ticketflow.mt_event_progression (name, last_seq_id) select 'HighWaterMark', max(seq_id) from ticketflow.mt_events
            on conflict (name) do update set last_seq_id = excluded.last_seq_id
            """);
        await transaction.CommitAsync();
        await RunAsync(connection, "vacuum analyze ticketflow.mt_events");
        await using var count = new NpgsqlCommand("select count(*) from ticketflow.mt_events", connection);
        return (long)(await count.ExecuteScalarAsync())!;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, int? jobs = null)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        if (jobs is { } number)
        {
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = number });
        }

        await command.ExecuteNonQueryAsync();
    }
}
