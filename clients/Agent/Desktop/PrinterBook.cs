using TicketFlow.Agent.Broker;
using TicketFlow.Agent.Jobs;

namespace TicketFlow.Agent.Desktop;

/// <summary>The printers the user may use: the server's newest word, and its last one while it is silent.</summary>
internal sealed class PrinterBook(ServerQueries queries, DesktopMemory memory, TimeProvider clock)
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _asking = new(1, 1);
    private IReadOnlyList<DesktopPrinter>? _printers;
    private long _asked;
    private long _heard;

    /// <summary>Beats when a printer has come, gone or changed.</summary>
    public Pulse Changes { get; } = new();

    /// <summary>When the server last told; null when not since the start.</summary>
    public DateTimeOffset? HeardAt { get; private set; }

    public IReadOnlyList<DesktopPrinter> Printers => Volatile.Read(ref _printers) ?? memory.Facts.Printers;

    /// <summary>The printer of this name; one that is not known is asked for, since it may be new.</summary>
    public async ValueTask<DesktopPrinter?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (Known(name) is not { } known)
        {
            await RefreshAsync(AskAgainAfter, cancellationToken);
            return Known(name);
        }

        if (_heard == 0 || clock.GetElapsedTime(_heard) > FreshFor)
        {
            // Who asks gets the last word at once, and the next one gets the new word.
            _ = RefreshAsync(FreshFor, CancellationToken.None);
        }

        return known;
    }

    /// <summary>Asks the server, unless somebody did within the time given. A silent server changes nothing.</summary>
    /// <returns>Whether it has answered, now or then.</returns>
    public async Task<bool> RefreshAsync(TimeSpan notWithin, CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            if (_asked != 0 && clock.GetElapsedTime(_asked) < notWithin)
            {
                return _heard >= _asked;
            }

            _asked = clock.GetTimestamp();
            var answer = await queries.PrintersAsync(Environment.MachineName, Environment.UserName, cancellationToken);
            if (answer.Value is not { } list)
            {
                return false;
            }

            Take([.. list.Printers.Select(p => new DesktopPrinter(p.Name, p.State, p.Location, p.Text))]);
            return true;
        }
        finally
        {
            _asking.Release();
        }
    }

    private DesktopPrinter? Known(string name) =>
        Printers.FirstOrDefault(printer => string.Equals(printer.Name, name, StringComparison.OrdinalIgnoreCase));

    private void Take(IReadOnlyList<DesktopPrinter> printers)
    {
        (_heard, HeardAt) = (clock.GetTimestamp(), clock.GetUtcNow());
        var changed = !printers.SequenceEqual(Printers);
        Volatile.Write(ref _printers, printers);
        if (!changed)
        {
            return;
        }

        Remember([.. printers.Select(printer => printer with { State = DesktopPrinter.Unknown, Text = null })]);
        Changes.Beat();
    }

    /// <summary>States pass; only what a restart needs is written.</summary>
    private void Remember(IReadOnlyList<DesktopPrinter> printers)
    {
        try
        {
            memory.Change(facts => facts.Printers.SequenceEqual(printers) ? facts : facts with { Printers = printers });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Kept in memory; the next change is written again.
        }
    }
}
