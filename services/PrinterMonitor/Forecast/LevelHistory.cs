using Npgsql;
using NpgsqlTypes;

namespace TicketFlow.PrinterMonitor.Forecast;

/// <summary>A change of a level on its way to the database.</summary>
/// <param name="Part"><c>supply:INDEX</c> or <c>tray:INDEX</c>.</param>
/// <param name="Name">For people.</param>
internal sealed record LevelChange(string Resource, string Part, string Name, LevelSample Sample);

/// <summary>The levels' history in the monitor's schema: a row for each change of a level.</summary>
internal sealed class LevelHistory(NpgsqlDataSource database)
{
    private const string Insert = """
        with news as (select * from unnest($1, $2, $3, $4, $5) as n (resource, part, name, at, percent))
        insert into monitor.level_sample (resource, part, name, at, percent)
        select n.resource, n.part, n.name, n.at, n.percent from news n
        left join lateral (
          select s.percent from monitor.level_sample s where s.resource = n.resource and s.part = n.part order by s.at desc limit 1) last on true
        where last.percent is distinct from n.percent
        on conflict do nothing
        """;

    private const string Read = """
        select part, max(name) over (partition by resource, part), at, percent, resource from monitor.level_sample
        where ($1::text[] is null or resource = any ($1)) and at > $2 order by resource, part, at
        """;

    public async Task AddAsync(IReadOnlyList<LevelChange> changes, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Insert);
        command.Parameters.Add(Column(changes, c => c.Resource, NpgsqlDbType.Text));
        command.Parameters.Add(Column(changes, c => c.Part, NpgsqlDbType.Text));
        command.Parameters.Add(Column(changes, c => c.Name, NpgsqlDbType.Text));
        command.Parameters.Add(Column(changes, c => c.Sample.At.UtcDateTime, NpgsqlDbType.TimestampTz));
        command.Parameters.Add(Column(changes, c => c.Sample.Percent, NpgsqlDbType.Integer));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>What is known of the resources (null: all) since then, part by part, in the order of time.</summary>
    public async IAsyncEnumerable<(string Resource, string Part, string Name, IReadOnlyList<LevelSample> Samples)> ReadAsync(
        string[]? resources, DateTimeOffset since, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Read);
        command.Parameters.Add(new() { Value = (object?)resources ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = since.UtcDateTime });
        await using var row = await command.ExecuteReaderAsync(cancellation);
        (string Resource, string Part, string Name)? current = null;
        var samples = new List<LevelSample>();
        while (await row.ReadAsync(cancellation))
        {
            var part = (row.GetString(4), row.GetString(0), row.GetString(1));
            if (current is { } ended && ended != part)
            {
                yield return (ended.Resource, ended.Part, ended.Name, samples);
                samples = [];
            }

            current = part;
            samples.Add(new LevelSample(new DateTimeOffset(row.GetDateTime(2)), row.GetInt32(3)));
        }

        if (current is { } last)
        {
            yield return (last.Resource, last.Part, last.Name, samples);
        }
    }

    /// <summary>Deletes what is older.</summary>
    public async Task SweepAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("delete from monitor.level_sample where at < $1");
        command.Parameters.Add(new() { Value = before.UtcDateTime });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlParameter Column<T>(IReadOnlyList<LevelChange> changes, Func<LevelChange, T> value, NpgsqlDbType type) =>
        new() { Value = changes.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
}
