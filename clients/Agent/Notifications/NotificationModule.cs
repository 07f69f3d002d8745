using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Notifications.Freedesktop;
using TicketFlow.Agent.Options;

namespace TicketFlow.Agent.Notifications;

internal static class NotificationModule
{
    public static void AddNotifications(IServiceCollection services, AgentOptions options) => services.AddHostedService(
        provider => new DesktopNotifications(
            provider.GetRequiredService<JobTable>(),
            options.Notifications,
            NotifierOfThisDesktop(),
            provider.GetRequiredService<ILogger<DesktopNotifications>>(),
            provider.GetRequiredService<TimeProvider>()));

    public static void Check(NotificationOptions notifications, SettingFaults faults) =>
        faults.Unless(notifications.LongWait >= TimeSpan.Zero, "Notifications:LongWait must not be negative.");

    /// <summary>Null when there is no desktop.</summary>
    private static IDesktopNotifier? NotifierOfThisDesktop() =>
        OperatingSystem.IsWindows() ? ScriptedNotifier.PowerShell
        : OperatingSystem.IsMacOS() ? ScriptedNotifier.AppleScript
        : BusAddress.OfThisSession() is { } bus ? new FreedesktopNotifier(bus)
        : null;
}
