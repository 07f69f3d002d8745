using System.ComponentModel;
using System.Diagnostics;

namespace TicketFlow.Notifications;

/// <summary>
/// Windows and macOS, by the script language each brings along. The words travel in the environment, which, unlike arguments, other users
/// cannot read and no script can mistake for code.
/// </summary>
internal sealed class ScriptedNotifier(string program, IReadOnlyList<string> arguments) : IDesktopNotifier
{
    private const string Toast = """
        $null = [Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime]
        $xml = [Windows.UI.Notifications.ToastNotificationManager]::GetTemplateContent('ToastText02')
        $texts = $xml.GetElementsByTagName('text')
        $null = $texts.Item(0).AppendChild($xml.CreateTextNode($env:TICKETFLOW_TITLE))
        $null = $texts.Item(1).AppendChild($xml.CreateTextNode($env:TICKETFLOW_TEXT))
        $toast = [Windows.UI.Notifications.ToastNotification]::new($xml)
        $toast.Tag = $env:TICKETFLOW_SUBJECT
        [Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier('TicketFlow').Show($toast)
        """;

    private const string Display =
        """display notification (system attribute "TICKETFLOW_TEXT") with title (system attribute "TICKETFLOW_TITLE")""";

    public static ScriptedNotifier PowerShell { get; } = new("powershell.exe", ["-NoProfile", "-NonInteractive", "-Command", Toast]);

    public static ScriptedNotifier AppleScript { get; } = new("/usr/bin/osascript", ["-e", Display]);

    /// <inheritdoc />
    public async Task ShowAsync(UserNotification notification, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            Environment =
            {
                ["TICKETFLOW_TITLE"] = notification.Title,
                ["TICKETFLOW_TEXT"] = notification.Text,
                ["TICKETFLOW_SUBJECT"] = notification.Subject.Length > 64 ? notification.Subject[..64] : notification.Subject,
            },
        };
        try
        {
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
            {
                throw new IOException($"{program} ended with {process.ExitCode}.");
            }
        }
        catch (Win32Exception e)
        {
            throw new IOException($"{program} cannot be started: {e.Message}", e);
        }
    }
}
