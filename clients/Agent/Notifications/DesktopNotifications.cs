using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Page;
using TicketFlow.Notifications;

namespace TicketFlow.Agent.Notifications;

/// <summary>
/// Watches the jobs of the desktop's user, who is the agent's own, and tells what matters. What was there at the start is old news, except
/// questions that are still open.
/// </summary>
internal sealed class DesktopNotifications(
    JobTable table, NotificationOptions options, OwnDesktop own, ILogger<DesktopNotifications> log, TimeProvider clock)
    : BackgroundService
{
    private const int Watched = 500;

    /// <summary>Jobs that stop together are told together.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(500);

    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private bool _broken;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Enabled || own.Notifier is not { } notifier)
        {
            return;
        }

        var window = new JobWindow(table, own.User, Watched);
        try
        {
            while (true)
            {
                var change = table.Changes.Next();
                await TellAsync(notifier, window.Next(), stoppingToken);
                await change.WaitAsync(stoppingToken);
                await Task.Delay(Gather, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The agent ends.
        }
    }

    private async Task TellAsync(IDesktopNotifier desktop, WindowChange news, CancellationToken cancellationToken)
    {
        foreach (var notification in NotificationDecisions.Of(news.Changed, _asked, options.LongWait).ToList())
        {
            await ShowAsync(desktop, notification, cancellationToken);
        }

        foreach (var job in news.Changed)
        {
            _ = NotificationDecisions.Asks(job) ? _asked.Add(job.Key) : _asked.Remove(job.Key);
        }
    }

    /// <summary>A desktop that cannot be reached is said once, until it can be again.</summary>
    private async Task ShowAsync(IDesktopNotifier desktop, UserNotification notification, CancellationToken cancellationToken)
    {
        try
        {
            await desktop.ShowAsync(notification, cancellationToken);
            _broken = false;
        }
        catch (IOException e)
        {
            if (!_broken)
            {
                NotificationLog.NotShown(log, e.Message);
            }

            _broken = true;
        }
    }
}
