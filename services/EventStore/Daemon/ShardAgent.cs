using System.Threading.Channels;
using Npgsql;
using TicketFlow.EventStore.Appending;
using TicketFlow.EventStore.Projections;

namespace TicketFlow.EventStore.Daemon;

/// <summary>Runs one shard for as long as it is this process's turn: reads ahead while it writes.</summary>
internal sealed class ShardAgent(
    StoreServices store, AsyncProjection projection, HighWater highWater, Func<ShardSession, CancellationToken, Task>? caughtUp = null)
{
    private const int PagesAhead = 2;

    private volatile ShardStatus _status = new(projection.ShardName, ShardState.Waiting, 0, Error: null);

    public AsyncProjection Projection { get; } = projection;

    public ShardStatus Status => _status;

    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested && _status.State != ShardState.Stopped)
        {
            try
            {
                await RunAsLeaderAsync(cancellation);
                await Task.Delay(store.Options.Daemon.RetryDelay, store.Options.TimeProvider, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (IsTransient(exception))
            {
                Log.ShardInterrupted(store.Logger, exception, Projection.ShardName);
                _status = _status with { State = ShardState.Waiting };
            }
            catch (Exception exception)
            {
                // An event that cannot be projected: going on without it would make the view wrong, so the shard stands until somebody
                // looks.
                Log.ShardStopped(store.Logger, exception, Projection.ShardName, _status.Sequence);
                _status = _status with { State = ShardState.Stopped, Error = exception };
            }
        }
    }

    /// <summary>Projects up to <paramref name="ceiling"/>, then ends.</summary>
    public async Task<long> CatchUpAsync(ShardSession session, long floor, long ceiling, int pageSize, CancellationToken cancellation)
    {
        var pages = Channel.CreateBounded<EventPage>(PagesAhead);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reader = Task.Run(() => ReadAheadAsync(new PageReader(store, Projection, pageSize).ReadAsync(floor, ceiling, reading.Token),
            pages.Writer, reading.Token), CancellationToken.None);
        try
        {
            await foreach (var page in pages.Reader.ReadAllAsync(cancellation))
            {
                store.Options.AtStep?.Invoke("page-read");
                await WriteAsync(session, page, cancellation);
                store.Options.AtStep?.Invoke("page-written");
                floor = page.Ceiling;
                _status = _status with { Sequence = floor };
            }
        }
        finally
        {
            await reading.CancelAsync();
            await reader;
        }

        return floor;
    }

    /// <summary>Writes the page; an event that cannot be projected is found by halving, and put aside.</summary>
    private async Task WriteAsync(ShardSession session, EventPage page, CancellationToken cancellation)
    {
        try
        {
            await session.WriteAsync(page, cancellation);
        }
        catch (Exception exception)
            when (store.Options.Daemon.ParkPoisonEvents && page.Events.Count > 0 && !IsTransient(exception)
                && ParkingRule.IsTheEventsFault(exception))
        {
            if (page.Events.Count > 1)
            {
                var (first, second) = page.Halves();
                await WriteAsync(session, first, cancellation);
                await WriteAsync(session, second, cancellation);
                return;
            }

            Log.EventFailed(store.Logger, exception, Projection.ShardName, page.Events[0].Sequence);
            page = page.WithItsEventParked(Projection.ShardName, exception);
            await session.WriteAsync(page, cancellation);
        }

        Told(page);
    }

    private void Told(EventPage page)
    {
        foreach (var parked in page.Parked)
        {
            Log.EventParked(store.Logger, parked.Shard, parked.Sequence, parked.StreamKey, parked.Error);
            store.Options.Daemon.OnParked?.Invoke(parked);
        }

        _status = _status with { Parked = _status.Parked + page.Parked.Count };
        if (_status.Parked > store.Options.Daemon.MaxParked)
        {
            throw new TooManyParkedException(Projection.ShardName, _status.Parked);
        }
    }

    private static bool IsTransient(Exception exception) =>
        SqlFailures.IsConnectionLost(exception) || exception is ProgressionOutOfOrderException
        || (exception is PostgresException database && (database.IsTransient || SqlFailures.IsRace(database)));

    private async Task RunAsLeaderAsync(CancellationToken cancellation)
    {
        await using var session = await ShardSession.TryOpenAsync(store, Projection, cancellation);
        if (session is null)
        {
            return;
        }

        var floor = await session.ReadFloorAsync(cancellation);
        _status = _status with { State = ShardState.Running, Sequence = floor };
        var pageSize = caughtUp is null ? store.Options.Daemon.PageSize : store.Options.Daemon.RebuildPageSize;
        var mark = await highWater.WaitBeyondAsync(-1, cancellation);
        while (true)
        {
            if (floor < mark)
            {
                floor = await CatchUpAsync(session, floor, mark, pageSize, cancellation);
            }

            if (caughtUp is not null)
            {
                await caughtUp(session, cancellation);
            }

            mark = await highWater.WaitBeyondAsync(floor, cancellation);
        }
    }

    private async Task ReadAheadAsync(IAsyncEnumerable<EventPage> log, ChannelWriter<EventPage> pages, CancellationToken cancellation)
    {
        try
        {
            await foreach (var page in log)
            {
                await pages.WriteAsync(page, cancellation);
            }

            pages.TryComplete();
        }
        catch (Exception exception)
        {
            // Handed to the writer, who sees it after the pages before it.
            pages.TryComplete(exception);
        }
    }
}
