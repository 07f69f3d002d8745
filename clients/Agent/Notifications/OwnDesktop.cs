using TicketFlow.Notifications;

namespace TicketFlow.Agent.Notifications;

/// <summary>The desktop that the agent itself can reach: its own user's, or none (a service has none).</summary>
/// <param name="User">The agent's own account.</param>
/// <param name="Notifier">Null when there is no desktop.</param>
internal sealed record OwnDesktop(string User, IDesktopNotifier? Notifier)
{
    /// <summary>Whether the agent shows this user's notifications, so that nobody else need.</summary>
    public bool Shows(string user) => Notifier is not null && user == User;
}
