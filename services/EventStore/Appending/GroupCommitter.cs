using Npgsql;
using TicketFlow.EventStore.Events;

namespace TicketFlow.EventStore.Appending;

/// <summary>Takes units of all sessions and spreads them over the lanes; a stream always uses the same lane.</summary>
internal sealed class GroupCommitter : IAsyncDisposable
{
    private readonly CommitLane[] _lanes;

    public GroupCommitter(StoreServices store, NpgsqlDataSource dataSource) =>
        _lanes = [.. Enumerable.Range(0, store.Options.GroupCommit.Committers).Select(_ => new CommitLane(store, dataSource))];

    public async Task<IReadOnlyList<IEvent>> CommitAsync(AppendUnit unit, CancellationToken cancellation)
    {
        var lane = _lanes.Length == 1 ? _lanes[0]
            : _lanes[(int)((uint)StringComparer.Ordinal.GetHashCode(unit.Operations[0].Key) % _lanes.Length)];
        await lane.EnqueueAsync(unit, cancellation);
        if (!cancellation.CanBeCanceled)
        {
            return await unit.Completion;
        }

        await using var registration = cancellation.UnsafeRegister(
            static (state, token) => ((AppendUnit)state!).TryDrop(token), unit);
        return await unit.Completion;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _lanes)
        {
            await lane.DisposeAsync();
        }
    }
}
