using Microsoft.Extensions.Hosting;
using TicketFlow.Agent.Desktop.Cups;

namespace TicketFlow.Agent.Desktop;

/// <summary>Keeps the desktop's queues the same as the printers the user may use, once they were installed.</summary>
internal sealed class QueueFollower(
    PrinterBook printers, DesktopHost host, DesktopMemory memory, CupsQueues queues, DesktopOptions options, TimeProvider clock)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (options.Enabled)
            {
                var change = printers.Changes.Next();
                if (memory.Facts.Installed && host.Port is { } port)
                {
                    await FollowAsync(port, stoppingToken);
                }

                await Task.WhenAny(change, Task.Delay(options.Refresh, clock, stoppingToken));
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
        if (await printers.RefreshAsync(TimeSpan.FromSeconds(1), cancellationToken) && OperatingSystem.IsLinux() && Differs())
        {
            await queues.ApplyAsync(printers.Printers, port, cancellationToken);
        }
    }

    private bool Differs() =>
        !printers.Printers.Select(printer => printer.Name).ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(memory.Facts.Queues.Keys);
}
