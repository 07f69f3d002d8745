using System.Net;

namespace TicketFlow.Notifications.Freedesktop;

/// <summary>
/// Linux desktops: <c>org.freedesktop.Notifications</c> (Desktop Notifications Specification 1.2), without a program in between, whose
/// arguments every user of the computer could read.
/// </summary>
internal sealed class FreedesktopNotifier(EndPoint bus) : IDesktopNotifier
{
    public const string Name = "org.freedesktop.Notifications";

    private const int MostRemembered = 200;
    private const byte Normal = 1;
    private const byte Critical = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Numbers the desktop gave, by subject: so that news take the place of what they replace.</summary>
    private readonly Dictionary<string, uint> _shown = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public async Task ShowAsync(UserNotification notification, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            using var connection = await BusConnection.OpenAsync(bus, limit.Token);
            var answer = await connection.CallAsync(
                Name, "/org/freedesktop/Notifications", Name, "Notify", "susssasa{sv}i", BodyOf(notification), limit.Token);
            Remember(notification.Subject, new BusReader(answer.Body).Number());
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException("the desktop does not answer", e);
        }
    }

    /// <summary>Name, what it replaces, icon, summary, body, actions, hints, and how long it stays: as the desktop likes.</summary>
    private BusWriter BodyOf(UserNotification notification) => new BusWriter()
        .Text("TicketFlow")
        .Number(_shown.GetValueOrDefault(notification.Subject))
        .Text("printer")
        .Text(notification.Title)
        .Text(Escaped(notification.Text))
        .Array(4, _ => { })
        .Array(8, hints => hints.Align(8).Text("urgency").Signature("y").Byte(notification.Urgent ? Critical : Normal))
        .Number(uint.MaxValue);

    private void Remember(string subject, uint number)
    {
        if (_shown.Count >= MostRemembered)
        {
            _shown.Clear();
        }

        _shown[subject] = number;
    }

    /// <summary>The body may be read as markup.</summary>
    private static string Escaped(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}
