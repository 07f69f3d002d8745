using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TicketFlow.Agent.Desktop.Users;
using TicketFlow.Agent.Jobs;
using TicketFlow.Printing;

namespace TicketFlow.Agent.Desktop.Printer;

/// <summary>
/// Asks a real printer what it can, when a go-ahead has named its address, by the mechanism that brings documents there and as it trusts;
/// once a day each, and after an hour again when it did not tell. Only then: an agent that asked all printers by itself would be thousands
/// of agents asking. A printer whose only connection the question takes is asked while nobody prints there, as far as this agent and the
/// server know.
/// </summary>
internal sealed class AbilityScout(
    JobTable table, AbilityBook book, PrinterBook printers, DesktopMemory memory, IEnumerable<ITransferMechanism> mechanisms,
    TimeProvider clock, ILogger<AbilityScout> log) : BackgroundService
{
    private const string Idle = "idle";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan GiveUp = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Busy = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, ITellsAbilities> _mechanisms =
        mechanisms.OfType<ITellsAbilities>().ToDictionary(mechanism => mechanism.Name, StringComparer.Ordinal);

    private readonly AbilityTries _tries = new(clock);
    private readonly Dictionary<string, (ITellsAbilities Mechanism, string Address, long Since)> _due =
        new(StringComparer.OrdinalIgnoreCase);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var change = table.Changes.Next();
                NoteDue();
                foreach (var (printer, (mechanism, address, since)) in _due.ToList())
                {
                    if (!mechanism.IsInTheWay(address) || await IsQuietAsync(printer, stoppingToken))
                    {
                        _due.Remove(printer);
                        _tries.Note(printer, await AskAsync(printer, mechanism, address, stoppingToken));
                    }
                    else if (clock.GetElapsedTime(since) > GiveUp)
                    {
                        // Not quiet for so long: with a job after the usual hour.
                        _due.Remove(printer);
                        _tries.Note(printer, told: false);
                    }
                }

                await (_due.Count == 0 ? change.WaitAsync(stoppingToken) : Task.WhenAny(change, Task.Delay(Busy, clock, stoppingToken)));
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The agent ends.
        }
    }

    private void NoteDue()
    {
        if (!memory.Facts.Installed)
        {
            return;
        }

        var recently = clock.GetUtcNow() - Recent;
        foreach (var job in table.List(closedToo: true).Select(entry => entry.State))
        {
            // A short job is over before it is seen here.
            if ((job.EndedAt is null || job.EndedAt > recently) && job is { Address: { } address, Mechanism: { } name }
                && _mechanisms.TryGetValue(name, out var mechanism) && _tries.IsDue(job.Printer, book.HeardAt(job.Printer)))
            {
                var since = _due.TryGetValue(job.Printer, out var before) ? before.Since : clock.GetTimestamp();
                _due[job.Printer] = (mechanism, address, since);
            }
        }
    }

    /// <summary>No job of this agent is at the printer, and the server says at this moment that nobody's is.</summary>
    private async Task<bool> IsQuietAsync(string printer, CancellationToken cancellationToken) =>
        !table.Open.Any(entry => entry.State is { Phase: JobPhase.Starting or JobPhase.Sending } job
            && string.Equals(job.Printer, printer, StringComparison.OrdinalIgnoreCase))
        && (await printers.LookAsync(printer, cancellationToken))?.State == Idle;

    /// <returns>Whether it has told.</returns>
    private async Task<bool> AskAsync(string printer, ITellsAbilities mechanism, string address, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            var told = await mechanism.AskAsync(address, limit.Token);
            if (told.Answer is { } answer)
            {
                book.Note(printer, answer);
                return true;
            }

            DesktopLog.NotAsked(log, printer, told.Reason ?? "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            DesktopLog.NotAsked(log, printer, e.Message);
        }

        return false;
    }
}
