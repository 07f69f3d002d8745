using TicketFlow.Agent.Broker;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Desktop.Users;

/// <summary>The printers one user may use: the server's newest word about it.</summary>
/// <param name="user">The name; null for what is anybody's.</param>
/// <param name="counts">Whether they stand on the desktop: a user who was proven here, not one that a print system named.</param>
/// <param name="heard">Called with each word of the server.</param>
internal sealed class UserPrinters(
    string? user, bool counts, ServerQueries queries, Action<UserPrinters, PrinterList> heard, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private IReadOnlyDictionary<string, DesktopPrinter>? _printers;
    private Task<ServerAnswer<PrinterList>>? _asking;
    private long _asked;
    private long _heard;
    private long _used = clock.GetTimestamp();

    public string? User => user;

    public bool Counts { get; } = counts;

    /// <summary>Null until the server has told.</summary>
    public IReadOnlyDictionary<string, DesktopPrinter>? Printers => Volatile.Read(ref _printers);

    /// <summary>When somebody last wanted to know, in the clock's ticks.</summary>
    public long UsedAt => Volatile.Read(ref _used);

    /// <summary>When the server last told, in the clock's ticks; 0 when it has not since the start.</summary>
    public long HeardAt => Volatile.Read(ref _heard);

    public void Use() => Volatile.Write(ref _used, clock.GetTimestamp());

    public bool IsOlderThan(TimeSpan age) => HeardAt is var at && (at == 0 || clock.GetElapsedTime(at) > age);

    /// <summary>Whether the user is to be asked for: was never, has wanted something since, or not for so long.</summary>
    public bool IsDue(TimeSpan old) => UsedAt > HeardAt || IsOlderThan(old);

    /// <summary>Asks the server; whoever asks while an answer is awaited gets the same one.</summary>
    public Task<ServerAnswer<PrinterList>> AskAsync(CancellationToken cancellationToken) => AskAsync(TimeSpan.Zero, cancellationToken);

    /// <summary>Asks the server, unless somebody did within the time given. A silent server changes nothing.</summary>
    /// <returns>Whether it has answered, now or then.</returns>
    public async Task<bool> RefreshAsync(TimeSpan notWithin, CancellationToken cancellationToken) =>
        (await AskAsync(notWithin, cancellationToken)).Value is not null;

    public void Take(IReadOnlyDictionary<string, DesktopPrinter> printers) => Volatile.Write(ref _printers, printers);

    private Task<ServerAnswer<PrinterList>> AskAsync(TimeSpan notWithin, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_asking is null || (_asking.IsCompleted && clock.GetElapsedTime(_asked) >= notWithin))
            {
                _asked = clock.GetTimestamp();
                _asking = AskServerAsync();
            }

            return _asking.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Not ended by who asks first: others may wait for the same answer.</summary>
    private async Task<ServerAnswer<PrinterList>> AskServerAsync()
    {
        var answer = await queries.PrintersAsync(Environment.MachineName, user, CancellationToken.None);
        if (answer.Value is { } list)
        {
            Volatile.Write(ref _heard, clock.GetTimestamp());
            heard(this, list);
        }

        return answer;
    }
}
