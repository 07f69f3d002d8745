namespace TicketFlow.Agent.Notifications;

/// <summary>Notifications on the user's desktop. Environment: <c>TICKETFLOW_AGENT__Notifications__Enabled</c> and so on.</summary>
internal sealed class NotificationOptions
{
    /// <summary>Off: nothing is ever shown. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>A printed job is worth a word when its user has waited this long. Default 2 min.</summary>
    public TimeSpan LongWait { get; set; } = TimeSpan.FromMinutes(2);
}
