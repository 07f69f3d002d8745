using Microsoft.Extensions.Logging;

namespace TicketFlow.Agent.Service;

/// <summary>
/// Where the log goes. Under systemd every record is one line with its priority in front (sd-daemon(3)), else it is for people.
/// </summary>
internal static class ServiceLog
{
    private const string ErrorPriority = "<3>";

    /// <summary>Whether the standard output is the system's journal.</summary>
    public static bool IsJournal => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("JOURNAL_STREAM"));

    public static void Configure(ILoggingBuilder log)
    {
        log.ClearProviders();
        if (IsJournal)
        {
            log.AddSystemdConsole();
        }
        else
        {
            log.AddConsole();
        }
    }

    /// <summary>A sentence of several lines for standard error.</summary>
    public static string Error(string text, bool journal) =>
        journal ? string.Join('\n', text.Split('\n').Select(line => ErrorPriority + line)) : text;
}
