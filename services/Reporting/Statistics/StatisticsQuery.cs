using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace TicketFlow.Reporting.Statistics;

/// <summary>
/// Answers questions to the statistics: from the sums by the hour where they suffice (one dimension, a zone of full hours), otherwise from
/// the rows per outcome. Both give the same numbers.
/// </summary>
/// <param name="database">A role that may read the schema <c>reporting</c>.</param>
public sealed class StatisticsQuery(NpgsqlDataSource database)
{
    // Room for hash tables over a month, per worker; sums of some thousand groups are passed on, which costs less than PostgreSQL thinks.
    // And whether the live generation has what this code asks: while the first one of a new version is filled, one of an older version is
    // read; nor need the service that makes the aggregate of ReportingSchema.sql have run yet.
    private const string Prepare = """
        set local work_mem = '64MB'; set local jit = off; set local parallel_tuple_cost = 0.01;
        select to_regclass('reporting.usage_entry') is not null, to_regprocedure('reporting.total(bigint)') is not null
        """;

    /// <summary>One page of a report.</summary>
    /// <exception cref="StatisticsRequestException">The request makes no sense; its code says why.</exception>
    public Task<StatisticsPage> GetAsync(StatisticsRequest request, CancellationToken cancellation = default) =>
        GetAsync(request, source: null, cancellation);

    /// <summary>One page of a report, from a source of the caller's choice.</summary>
    internal async Task<StatisticsPage> GetAsync(
        StatisticsRequest request, StatisticsSourceKind? source, CancellationToken cancellation = default)
    {
        var plan = StatisticsRules.Judge(request);
        plan = plan with { Source = source ?? plan.Source };
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var (kept, adds) = await KnowsAsync(connection, cancellation);
        plan = adds ? plan with { Sum = "reporting.total" } : plan;
        var (rows, total) = await RowsAsync(connection, request, kept ? plan : plan.WithoutEntries(), cancellation);
        if (request.Percentiles && rows.Count > 0)
        {
            plan = kept ? plan.ForDurations() : plan.ForDurations().WithoutEntries();
            var durations = await DurationsAsync(connection, request, plan, rows.Count < total ? rows : null, cancellation);
            rows = rows.ConvertAll(row => row with { Durations = durations.GetValueOrDefault(KeyOf(row.Period, row.Keys)).ToDurations() });
        }

        return new StatisticsPage(rows, total);
    }

    private static async Task<(bool Entries, bool Total)> KnowsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Prepare, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return Known(reader);
    }

    private static (bool Entries, bool Total) Known(NpgsqlDataReader row) => (row.GetBoolean(0), row.GetBoolean(1));

    private static async Task<(List<StatisticsRow> Rows, long Total)> RowsAsync(
        NpgsqlConnection connection, StatisticsRequest request, StatisticsPlan plan, CancellationToken cancellation)
    {
        await using var command = Command(connection, request, plan, new StatisticsSql(request, plan).Report);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var (rows, total) = (new List<StatisticsRow>(), 0L);
        var groups = request.GroupBy.Count;
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(new(PeriodOf(reader), KeysOf(reader, groups), StatisticsMeasures.Row(reader, 1 + groups)));
            total = reader.GetInt64(1 + groups + StatisticsMeasures.Count);
        }

        return (rows, total);
    }

    private static async Task<Dictionary<string, BucketCounts>> DurationsAsync(
        NpgsqlConnection connection, StatisticsRequest request, StatisticsPlan plan, List<StatisticsRow>? page,
        CancellationToken cancellation)
    {
        var counts = new Dictionary<string, BucketCounts>(StringComparer.Ordinal);
        var sql = new StatisticsSql(request, plan);
        await using var command = Command(connection, request, plan, sql.Durations(page is not null));
        if (page is not null)
        {
            AddPage(command, sql.PageColumns, page);
        }

        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var groups = request.GroupBy.Count;
        while (await reader.ReadAsync(cancellation))
        {
            var key = KeyOf(PeriodOf(reader), KeysOf(reader, groups));
            if (!counts.TryGetValue(key, out var row))
            {
                counts[key] = row = BucketCounts.Empty();
            }

            row.Add(reader.GetInt32(groups + 1), reader.GetInt64(groups + 2), reader.GetInt64(groups + 3));
        }

        return counts;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, StatisticsRequest request, StatisticsPlan plan, string sql)
    {
        var cuts = PeriodCuts.Of(request, plan);
        var command = new NpgsqlCommand(sql, connection)
        {
            Parameters =
            {
                new() { Value = cuts.Begins, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz },
                new() { Value = plan.From.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                new() { Value = plan.Until.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                new() { Value = (object?)plan.Rollup ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = cuts.Names, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Timestamp },
            },
        };
        foreach (var (_, values) in request.Filters.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            command.Parameters.Add(new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        }

        return command;
    }

    private static void AddPage(NpgsqlCommand command, IReadOnlyList<string> columns, List<StatisticsRow> page)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            var key = i;
            command.Parameters.Add(columns[i] == "p"
                ? new() { Value = page.ConvertAll(r => r.Period!.Value), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Timestamp }
                : new() { Value = page.ConvertAll(r => r.Keys[key]), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        }
    }

    private static DateTime? PeriodOf(NpgsqlDataReader row) => row.IsDBNull(0) ? null : row.GetDateTime(0);

    private static string[] KeysOf(NpgsqlDataReader row, int groups)
    {
        var keys = new string[groups];
        for (var i = 0; i < groups; i++)
        {
            keys[i] = row.GetString(i + 1);
        }

        return keys;
    }

    // Names hold no control characters.
    private static string KeyOf(DateTime? period, IReadOnlyList<string> keys) => $"{period:O}\u001f{string.Join('\u001f', keys)}";

    private readonly record struct BucketCounts(List<(int Bucket, long Count)> Waits, List<(int Bucket, long Count)> Prints)
    {
        public static BucketCounts Empty() => new([], []);

        public void Add(int bucket, long waits, long prints)
        {
            Waits.Add((bucket, waits));
            Prints.Add((bucket, prints));
        }

        public StatisticsDurations ToDurations() => new(
            DurationBucket.Percentile(Waits ?? [], 0.5), DurationBucket.Percentile(Waits ?? [], 0.95),
            DurationBucket.Percentile(Prints ?? [], 0.5), DurationBucket.Percentile(Prints ?? [], 0.95));
    }
}
