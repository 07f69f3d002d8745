using System.Threading.Channels;
using Npgsql;

namespace TicketFlow.EventStore.Appending;

/// <summary>One queue, one connection, one transaction at a time: a batch forms while the previous one commits.</summary>
internal sealed class CommitLane : IAsyncDisposable
{
    private readonly GroupCommitOptions _options;
    private readonly StoreServices _store;
    private readonly Channel<AppendUnit> _units;
    private readonly BatchCommitter _committer;
    private readonly Task _loop;

    public CommitLane(StoreServices store, NpgsqlDataSource dataSource)
    {
        (_store, _options) = (store, store.Options.GroupCommit);
        _units = Channel.CreateBounded<AppendUnit>(new BoundedChannelOptions(_options.QueueCapacity) { SingleReader = true });
        _committer = new BatchCommitter(store, dataSource);
        _loop = Task.Run(RunAsync);
    }

    /// <exception cref="ObjectDisposedException">The store is closing.</exception>
    public async ValueTask EnqueueAsync(AppendUnit unit, CancellationToken cancellation)
    {
        try
        {
            await _units.Writer.WriteAsync(unit, cancellation);
        }
        catch (ChannelClosedException exception)
        {
            throw new ObjectDisposedException("The event store is closed.", exception);
        }
    }

    /// <summary>Commits what is queued, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _units.Writer.TryComplete();
        await _loop;
        await _committer.DisposeAsync();
    }

    private async Task RunAsync()
    {
        var batch = new List<AppendUnit>(_options.MaxBatch);
        while (await _units.Reader.WaitToReadAsync(CancellationToken.None))
        {
            batch.Clear();
            Fill(batch);
            if (_options.MaxDelay > TimeSpan.Zero && batch.Count > 0 && batch.Count < _options.MaxBatch)
            {
                await Task.Delay(_options.MaxDelay, _store.Options.TimeProvider, CancellationToken.None);
                Fill(batch);
            }

            if (batch.Count > 0)
            {
                await CommitAsync(batch);
            }
        }
    }

    private void Fill(List<AppendUnit> batch)
    {
        var events = batch.Sum(u => u.Events.Count);
        while (batch.Count < _options.MaxBatch && _units.Reader.TryPeek(out var next)
            && (batch.Count == 0 || events + next.Events.Count <= _options.MaxBatchEvents)
            && _units.Reader.TryRead(out next))
        {
            if (next.TryTake())
            {
                batch.Add(next);
                events += next.Events.Count;
            }
        }
    }

    private async Task CommitAsync(List<AppendUnit> batch)
    {
        try
        {
            await _committer.CommitAsync([.. batch]);
        }
        catch (Exception exception)
        {
            // The loop's top: whatever went wrong belongs to these callers; the lane goes on for the next.
            Log.BatchFailed(_store.Logger, exception, batch.Count);
            foreach (var unit in batch)
            {
                unit.Fail(exception);
            }
        }
    }
}
