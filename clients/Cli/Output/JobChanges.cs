using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Cli.Output;

/// <summary>A job and its changes, which can be waited for without being taken.</summary>
internal sealed class JobChanges(LocalJob first, IAsyncEnumerable<LocalJob> changes) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<LocalJob> _changes = changes.GetAsyncEnumerator();
    private Task<bool>? _arrival;

    public LocalJob Current { get; private set; } = first;

    /// <summary>The user is asked something.</summary>
    public bool Asks => Current is { Ended: false, Question.Answered: false };

    /// <summary>Completes when the next change is there, or the end.</summary>
    public Task Arrival => _arrival ??= _changes.MoveNextAsync().AsTask();

    /// <summary>Takes the next change; false at the end.</summary>
    public async Task<bool> NextAsync()
    {
        await Arrival;
        var more = await _arrival!;
        _arrival = null;
        Current = more ? _changes.Current : Current;
        return more;
    }

    public ValueTask DisposeAsync() => _arrival is { IsCompleted: false } ? default : _changes.DisposeAsync();
}
