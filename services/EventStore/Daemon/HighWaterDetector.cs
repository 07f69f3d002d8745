using System.Globalization;
using Npgsql;

namespace TicketFlow.EventStore.Daemon;

/// <summary>Looks for the high-water mark and keeps its row. Any number of processes may do so at once: the mark only rises.</summary>
internal sealed class HighWaterDetector(StoreOptions options)
{
    private readonly HighWaterSql _sql = new(options.DatabaseSchemaName);
    private HighWaterLook? _firstSight;
    private long _firstSightAt;

    /// <summary>A hole holds the mark back.</summary>
    public bool HasGap => _firstSight is not null;

    /// <summary>One look; returns the mark after it.</summary>
    public async Task<long> DetectAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        while (true)
        {
            var look = await LookAsync(connection, cancellation);
            var mark = HighWaterRule.Next(look);
            if (mark > look.Mark)
            {
                await AdvanceAsync(connection, mark, skippedFrom: null, cancellation);
            }

            if (mark == look.WindowEnd && look.Edge is null && look.Highest > mark)
            {
                continue;
            }

            return HighWaterRule.HasGapAbove(look, mark) ? await WaitOrSkipAsync(connection, look with { Mark = mark }, cancellation)
                : Clear(mark);
        }
    }

    private long Clear(long mark)
    {
        _firstSight = null;
        return mark;
    }

    private async Task<long> WaitOrSkipAsync(NpgsqlConnection connection, HighWaterLook look, CancellationToken cancellation)
    {
        if (_firstSight?.Mark != look.Mark)
        {
            (_firstSight, _firstSightAt) = (look, options.TimeProvider.GetTimestamp());
            return look.Mark;
        }

        options.AtStep?.Invoke("hole-seen");
        if (options.TimeProvider.GetElapsedTime(_firstSightAt) < options.Daemon.StaleSequenceThreshold
            || !await AllEndedAsync(connection, _firstSight, cancellation))
        {
            return look.Mark;
        }

        // A last look: what was in flight may have committed between the look above and the check.
        var now = await LookAsync(connection, cancellation);
        if (HighWaterRule.Next(now) is var next && next > look.Mark)
        {
            // They did: there is no hole to skip any more.
            await AdvanceAsync(connection, next, skippedFrom: null, cancellation);
            return Clear(next);
        }

        var target = HighWaterRule.SkipTo(_firstSight, now);
        if (target <= look.Mark)
        {
            return look.Mark;
        }

        await AdvanceAsync(connection, target, skippedFrom: look.Mark, cancellation);
        return Clear(target);
    }

    private async Task<HighWaterLook> LookAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(_sql.Look, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return Decode(reader);
    }

    private static HighWaterLook Decode(NpgsqlDataReader row)
    {
        long? Number(int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
        return new(
            row.GetInt64(0), Number(1), Number(2), Number(3), Number(4), row.GetInt64(5), row.GetString(6),
            row.GetFieldValue<DateTimeOffset>(7));
    }

    private async Task<bool> AllEndedAsync(NpgsqlConnection connection, HighWaterLook firstSight, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(_sql.AllEnded, connection);
        command.Parameters.Add(new NpgsqlParameter<decimal>
        {
            TypedValue = decimal.Parse(firstSight.NextTransaction, CultureInfo.InvariantCulture),
        });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = firstSight.SeenAt.ToUniversalTime() });
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    private async Task AdvanceAsync(NpgsqlConnection connection, long mark, long? skippedFrom, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (skippedFrom is { } start)
        {
            batch.BatchCommands.Add(new(_sql.RecordSkip)
            {
                Parameters = { new NpgsqlParameter<long> { TypedValue = mark }, new NpgsqlParameter<long> { TypedValue = start } },
            });
        }

        batch.BatchCommands.Add(new(_sql.Advance) { Parameters = { new NpgsqlParameter<long> { TypedValue = mark } } });
        options.AtStep?.Invoke("mark-found");
        await batch.ExecuteNonQueryAsync(cancellation);
        options.AtStep?.Invoke("mark-advanced");
    }
}
