using Microsoft.Extensions.DependencyInjection;
using TicketFlow.Agent.Options;
using TicketFlow.Notifications;
using TicketFlow.Notifications.Freedesktop;

namespace TicketFlow.Agent.Notifications;

internal static class NotificationModule
{
    public static void AddNotifications(IServiceCollection services, AgentOptions options)
    {
        services.AddSingleton(options.Notifications);
        services.AddSingleton(new OwnDesktop(Environment.UserName, NotifierOfThisDesktop()));
        services.AddSingleton<NoticeEndpoints>();
        services.AddHostedService<DesktopNotifications>();
    }

    public static void Check(NotificationOptions notifications, SettingFaults faults) =>
        faults.Unless(notifications.LongWait >= TimeSpan.Zero, "Notifications:LongWait must not be negative.");

    /// <summary>Null when there is no desktop.</summary>
    private static IDesktopNotifier? NotifierOfThisDesktop() =>
        OperatingSystem.IsWindows() ? ScriptedNotifier.PowerShell
        : OperatingSystem.IsMacOS() ? ScriptedNotifier.AppleScript
        : BusAddress.OfThisSession() is { } bus ? new FreedesktopNotifier(bus)
        : null;
}
