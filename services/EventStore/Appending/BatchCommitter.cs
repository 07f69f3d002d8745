using Npgsql;

namespace TicketFlow.EventStore.Appending;

/// <summary>
/// Commits a batch of units. The usual batch knows its streams' versions (fences) and takes one round trip; when that fails, or versions
/// are not known, the streams are locked and read first and every unit is judged by what is really there.
/// </summary>
internal sealed class BatchCommitter(StoreServices store, NpgsqlDataSource dataSource) : IAsyncDisposable
{
    private readonly CommitConnection _connection = new(dataSource, store.Options);
    private readonly OutcomeResolver _outcomes = new(store.Options);

    public async Task CommitAsync(IReadOnlyList<AppendUnit> units)
    {
        if (!store.Writer.NeedsLocks && AppendPlanner.CanPlanBlind(units))
        {
            var plan = AppendPlanner.Plan(units, AppendPlanner.Expected, Now());
            if (plan.Rejected.Count == 0 && await TryWriteBlindAsync(plan))
            {
                Complete(plan);
                return;
            }
        }

        await CommitLockedAsync(units);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<bool> TryWriteBlindAsync(AppendPlan plan)
    {
        var connection = await _connection.OpenAsync();
        try
        {
            store.Options.AtStep?.Invoke("append-planned");
            await store.Writer.WriteAsync(connection, plan, WriteMode.Guarded, CancellationToken.None);
            store.Options.AtStep?.Invoke("append-written");
            return true;
        }
        catch (Exception exception) when (IsData(exception) || SqlFailures.IsServersTrouble(exception))
        {
            // A version did not fit, or some unit's data is bad: the slow path finds out whose. Nothing was stored.
            return false;
        }
        catch (Exception exception) when (SqlFailures.IsConnectionLost(exception))
        {
            return await WasCommittedAsync(plan, exception);
        }
    }

    private async Task CommitLockedAsync(IReadOnlyList<AppendUnit> units)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                Complete(await LockAndWriteAsync(units));
                return;
            }
            catch (PostgresException exception) when (SqlFailures.IsRace(exception) && attempt < store.Options.GroupCommit.MaxRetries)
            {
                Log.BatchRetried(store.Logger, units.Count, exception.SqlState, attempt + 1);
                await RollBackAsync();
            }
            catch (NotCommittedException) when (attempt < store.Options.GroupCommit.MaxRetries)
            {
                await _connection.CloseAsync();
            }
            catch (Exception exception) when (IsData(exception))
            {
                await RollBackAsync();
                await IsolateAsync(units, exception);
                return;
            }
            catch (PostgresException exception) when (SqlFailures.IsServersTrouble(exception))
            {
                // Nothing was stored. It is the callers' to wait and to ask again: the lane has others to serve.
                await RollBackAsync();
                Evict(units);
                throw;
            }
        }
    }

    private async Task<AppendPlan> LockAndWriteAsync(IReadOnlyList<AppendUnit> units)
    {
        var connection = await _connection.OpenAsync();
        AppendPlan plan;
        try
        {
            var (rows, snapshots) = await store.Writer.BeginAndLockAsync(connection, units, CancellationToken.None);
            store.Options.AtStep?.Invoke("append-locked");
            plan = AppendPlanner.Plan(units, o => rows.TryGetValue(o.Key, out var row) ? row : null, Now());
            plan.Snapshots = snapshots;
        }
        catch (Exception exception) when (SqlFailures.IsConnectionLost(exception))
        {
            throw new NotCommittedException(exception);
        }

        try
        {
            await store.Writer.WriteAsync(connection, plan, WriteMode.LockedThenCommit, CancellationToken.None);
            store.Options.AtStep?.Invoke("locked-append-written");
            return plan;
        }
        catch (Exception exception) when (SqlFailures.IsConnectionLost(exception))
        {
            return await WasCommittedAsync(plan, exception) ? plan : throw new NotCommittedException(exception);
        }
    }

    private async Task<bool> WasCommittedAsync(AppendPlan plan, Exception exception)
    {
        Log.OutcomeLost(store.Logger, exception, plan.Accepted.Count);
        var backend = _connection.Backend;
        await _connection.CloseAsync();
        if (await _outcomes.ResolveAsync(_connection, plan, backend) is { } committed)
        {
            Log.OutcomeFound(store.Logger, committed);
            return committed;
        }

        Evict(plan.Accepted);
        throw new AppendOutcomeUnknownException(
            "The connection to the database broke during a commit, and whether it happened could not be found out. Load the streams and look.",
            exception);
    }

    // Anything but the transport and the server's own trouble: a database error, data the client cannot encode, a projection that throws.
    // Nothing was stored.
    private static bool IsData(Exception exception) =>
        !SqlFailures.IsConnectionLost(exception) && !SqlFailures.IsServersTrouble(exception)
        && exception is not (AppendOutcomeUnknownException or NotCommittedException);

    private async Task IsolateAsync(IReadOnlyList<AppendUnit> units, Exception exception)
    {
        var code = exception is PostgresException database ? "sql-" + database.SqlState : "append-failed";
        if (units.Count == 1)
        {
            Evict(units);
            units[0].Fail(new AppendRejectedException(code, $"This append was refused: {exception.Message}", exception));
            return;
        }

        Log.BatchIsolated(store.Logger, units.Count, code);
        foreach (var unit in units)
        {
            await CommitAloneAsync(unit);
        }
    }

    private async Task CommitAloneAsync(AppendUnit unit)
    {
        try
        {
            await CommitLockedAsync([unit]);
        }
        catch (Exception exception)
        {
            // Belongs to this unit only; the next one has its own try.
            Evict([unit]);
            unit.Fail(exception);
        }
    }

    private async Task RollBackAsync()
    {
        try
        {
            var connection = await _connection.OpenAsync();
            await using var command = new NpgsqlCommand("rollback", connection);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception exception) when (SqlFailures.IsConnectionLost(exception))
        {
            await _connection.CloseAsync();
        }
    }

    private void Complete(AppendPlan plan)
    {
        store.Cache.Committed(plan.Streams.Values);
        store.Options.AtStep?.Invoke("append-cached");
        foreach (var unit in plan.Accepted)
        {
            unit.Succeed();
        }

        foreach (var (unit, reason) in plan.Rejected)
        {
            Evict([unit]);
            unit.Fail(reason);
        }
    }

    private void Evict(IEnumerable<AppendUnit> units)
    {
        foreach (var operation in units.SelectMany(u => u.Operations))
        {
            store.Cache.Evict(operation.Key);
        }
    }

    private DateTimeOffset Now() => StoreClock.Now(store.Options.TimeProvider);

    private sealed class NotCommittedException(Exception inner) : Exception(inner.Message, inner);
}
