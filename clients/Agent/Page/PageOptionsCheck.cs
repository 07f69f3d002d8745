using TicketFlow.Agent.Options;

namespace TicketFlow.Agent.Page;

/// <summary>Sentences for settings of the page that cannot work.</summary>
internal static class PageOptionsCheck
{
    public static void Check(PageOptions page, SettingFaults faults)
    {
        faults.UnlessBetween(page.Port, 0, 65535, "Page:Port must be between 0 (any) and 65535.");
        faults.UnlessBetween(
            page.TokenLife, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), "Page:TokenLife must be between 00:00:01 and 01:00:00.");
        faults.UnlessBetween(
            page.SessionLife, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30),
            "Page:SessionLife must be between 00:01:00 and 30.00:00:00.");
        faults.UnlessBetween(page.Streams, 1, 1000, "Page:Streams must be between 1 and 1000.");
        faults.UnlessBetween(page.LiveJobs, 1, 5000, "Page:LiveJobs must be between 1 and 5000.");
    }
}
