namespace TicketFlow.Notifications;

/// <summary>A few words on the desktop.</summary>
/// <param name="Subject">What it is about: a newer one about the same takes the older one's place.</param>
/// <param name="Urgent">The user is asked, or has lost something.</param>
internal sealed record UserNotification(string Subject, string Title, string Text, bool Urgent);

/// <summary>Shows notifications in the way of this desktop.</summary>
internal interface IDesktopNotifier
{
    /// <exception cref="IOException">The desktop cannot be reached.</exception>
    Task ShowAsync(UserNotification notification, CancellationToken cancellationToken);
}
