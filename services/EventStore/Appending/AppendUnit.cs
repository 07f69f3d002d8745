using TicketFlow.EventStore.Events;

namespace TicketFlow.EventStore.Appending;

/// <summary>One session's save on its way through the group committer: all of it is stored or nothing.</summary>
internal sealed class AppendUnit(IReadOnlyList<StreamOperation> operations, IReadOnlyList<StoredEvent> events)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Dropped = 2;

    private readonly TaskCompletionSource<IReadOnlyList<IEvent>> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state = Waiting;

    public IReadOnlyList<StreamOperation> Operations { get; } = operations;

    /// <summary>All events in the order they were appended.</summary>
    public IReadOnlyList<StoredEvent> Events { get; } = events;

    public Task<IReadOnlyList<IEvent>> Completion => _completion.Task;

    /// <summary>Takes the unit into a batch; false when its caller has gone.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    /// <summary>Withdraws the unit; once taken its outcome counts, so cancelling no longer does anything.</summary>
    public void TryDrop(CancellationToken cancellation)
    {
        if (Interlocked.CompareExchange(ref _state, Dropped, Waiting) == Waiting)
        {
            _completion.TrySetCanceled(cancellation);
        }
    }

    public void Succeed() => _completion.TrySetResult(Events);

    public void Fail(Exception exception) => _completion.TrySetException(exception);
}
