using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.EventLog;

namespace TicketFlow.Agent.Service;

/// <summary>
/// Where the log goes. Under systemd every record is one line with its priority in front (sd-daemon(3)), a Windows service writes to the
/// event log, else it is for people.
/// </summary>
internal static partial class ServiceLog
{
    /// <summary>The agent's name in the Windows event log.</summary>
    public const string EventSource = "TicketFlow";

    private const string ErrorPriority = "<3>";

    /// <summary>Whether the standard output is the system's journal.</summary>
    public static bool IsJournal => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("JOURNAL_STREAM"));

    [SupportedOSPlatformGuard("windows")]
    private static bool IsWindowsService => OperatingSystem.IsWindows() && !Environment.UserInteractive;

    public static void Configure(ILoggingBuilder log)
    {
        log.ClearProviders();
        if (IsJournal)
        {
            log.AddSystemdConsole();
        }
        else if (IsWindowsService)
        {
            log.AddEventLog(new EventLogSettings { SourceName = EventSource });
        }
        else
        {
            log.AddConsole();
        }
    }

    /// <summary>A line for whoever started it; the terminal may have gone with its session by now.</summary>
    public static void Say(string line)
    {
        try
        {
            Console.WriteLine(line);
        }
        catch (IOException)
        {
            // Nobody reads it any more.
        }
    }

    /// <summary>Why the agent does not start, where its operator looks.</summary>
    public static void SayFatal(string text)
    {
        if (IsWindowsService)
        {
            using var log = LoggerFactory.Create(Configure);
            CannotStart(log.CreateLogger("TicketFlow.Agent"), text);
        }
        else
        {
            Console.Error.WriteLine(Error(text, IsJournal));
        }
    }

    /// <summary>A sentence of several lines for standard error.</summary>
    public static string Error(string text, bool journal) =>
        journal ? string.Join('\n', text.Split('\n').Select(line => ErrorPriority + line)) : text;

    [LoggerMessage(2600, LogLevel.Critical, "The agent does not start: {Reason}")]
    private static partial void CannotStart(ILogger log, string reason);
}
