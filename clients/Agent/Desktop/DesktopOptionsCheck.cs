using TicketFlow.Agent.Options;

namespace TicketFlow.Agent.Desktop;

/// <summary>Sentences for settings of the desktop's printers that cannot work.</summary>
internal static class DesktopOptionsCheck
{
    private const int LastPort = 65535;

    public static void Check(DesktopOptions desktop, SettingFaults faults)
    {
        faults.UnlessBetween(desktop.Port, 0, LastPort, "Desktop:Port must be a TCP port, or 0 to choose one.");
        faults.UnlessBetween(desktop.LpdPort, 0, LastPort, "Desktop:LpdPort must be a TCP port, or 0 for none.");
        faults.Unless(
            desktop.Port == 0 || desktop.Port != desktop.LpdPort, "Desktop:Port and Desktop:LpdPort must not be the same.");
        faults.UnlessBetween(
            desktop.DocumentWait, TimeSpan.FromSeconds(1), TimeSpan.FromHours(24),
            "Desktop:DocumentWait must be between 00:00:01 and 1.00:00:00.");
        faults.Unless(desktop.Refresh >= TimeSpan.FromSeconds(1), "Desktop:Refresh must be at least 00:00:01.");
        faults.Unless(desktop.CupsWait > TimeSpan.Zero, "Desktop:CupsWait must be longer than zero.");
        faults.UnlessBetween(
            desktop.LayoutWait, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1),
            "Desktop:LayoutWait must be between 00:00:01 and 01:00:00.");
    }
}
