using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TicketFlow.Agent.Desktop.Cups;
using TicketFlow.Agent.Desktop.Printer;
using TicketFlow.Agent.Desktop.Users;

namespace TicketFlow.Agent.Desktop;

/// <summary>Keeps the desktop's queues like the printers its users may use, and like what these can, once they were installed.</summary>
internal sealed class QueueFollower(
    PrinterBook printers, AbilityBook abilities, DesktopHost host, DesktopMemory memory, CupsQueues queues, QueueRenewal renewal,
    DesktopOptions options, TimeProvider clock, ILogger<QueueFollower> log) : BackgroundService
{
    /// <summary>The first wait for a queue at work; it doubles up to the usual one.</summary>
    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            for (var wait = ShortWait; options.Enabled;)
            {
                var change = Task.WhenAny(printers.Changes.Next(), abilities.Changes.Next());
                if (memory.Facts.Installed && host.Port is { } port)
                {
                    await FollowAsync(port, stoppingToken);
                }

                var soon = queues.AnyWaits && wait < options.Refresh;
                await Task.WhenAny(change, Task.Delay(soon ? wait : options.Refresh, clock, stoppingToken));
                wait = soon ? wait * 2 : queues.AnyWaits ? wait : ShortWait;
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The agent ends.
        }
    }

    /// <summary>Only what the server has said since the start counts: an old list removes no queue.</summary>
    private async Task FollowAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            if (await printers.RefreshAsync(TimeSpan.FromSeconds(1), cancellationToken) && OperatingSystem.IsLinux())
            {
                await (Differs() ? queues.ApplyAsync(printers.Printers, port, cancellationToken)
                    : memory.Facts.Queues.Keys.Any(renewal.IsDue) ? queues.RenewAsync(printers.Printers, port, cancellationToken)
                    : Task.CompletedTask);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What was done could not be noted: it is done again when the disk takes it.
            DesktopLog.NotNoted(log, e.Message);
        }
    }

    private bool Differs() =>
        !printers.Printers.Select(printer => printer.Name).ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(memory.Facts.Queues.Keys);
}
