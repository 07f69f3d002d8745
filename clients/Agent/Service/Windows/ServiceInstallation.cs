using System.Text;

namespace TicketFlow.Agent.Service.Windows;

/// <summary>A program of the system, and what it is told.</summary>
/// <param name="Expected">Exit codes besides 0 that are no fault.</param>
internal sealed record SystemCommand(string Program, IReadOnlyList<string> Arguments, params IReadOnlyList<int> Expected);

/// <summary>What makes the agent a Windows service, and takes it away again. The system's own tools do it.</summary>
internal static class ServiceInstallation
{
    public const string Name = "TicketFlowAgent";

    /// <summary>The service's own account: it has no password, no other service shares it, and it owns nothing but the home.</summary>
    public const string Account = @"NT SERVICE\" + Name;

    private const string LogSource = @"HKLM\SYSTEM\CurrentControlSet\Services\EventLog\Application\" + ServiceLog.EventSource;
    private const string LogTexts = @"%SystemRoot%\Microsoft.NET\Framework64\v4.0.30319\EventLogMessages.dll";
    private const string System = "*S-1-5-18";
    private const string Administrators = "*S-1-5-32-544";

    private const int NotRunning = 1062;
    private const int NotThere = 1060;
    private const int KeyNotThere = 1;

    /// <summary>Ends with 1060 when there is no such service.</summary>
    public static SystemCommand Query { get; } = new("sc.exe", ["query", Name], NotThere);

    /// <summary>A service that is there gets what a new one would.</summary>
    /// <param name="program">Full path of the agent.</param>
    /// <param name="settings">The agent's settings, as on its command line.</param>
    public static IReadOnlyList<SystemCommand> Install(bool isThere, string program, string home, IReadOnlyList<string> settings) =>
    [
        new("sc.exe",
        [
            isThere ? "config" : "create", Name, "binPath=", CommandLine([program, "service", .. settings]), "start=", "auto",
            "obj=", Account, "DisplayName=", "TicketFlow agent",
        ]),
        new("sc.exe", ["description", Name, "Prints straight to the printer when it is the job's turn."]),
        new("sc.exe", ["sidtype", Name, "unrestricted"]),

        // Started again after 2, 10 and then every 60 s, also when it ended itself with an error (failureflag).
        new("sc.exe", ["failure", Name, "reset=", "86400", "actions=", "restart/2000/restart/10000/restart/60000"]),
        new("sc.exe", ["failureflag", Name, "1"]),
        new("reg.exe", ["add", LogSource, "/v", "EventMessageFile", "/t", "REG_EXPAND_SZ", "/d", LogTexts, "/f"]),

        // Whoever made the folder before, or gave rights in it, has none any more.
        new("icacls.exe", [home, "/setowner", Administrators, "/T", "/Q"]),
        new("icacls.exe", [home, "/reset", "/T", "/Q"]),
        new("icacls.exe",
        [
            home, "/inheritance:r", "/grant:r", $"{Account}:(OI)(CI)F", $"{System}:(OI)(CI)F", $"{Administrators}:(OI)(CI)F", "/T", "/Q",
        ]),
    ];

    public static SystemCommand Start { get; } = new("sc.exe", ["start", Name]);

    /// <summary>The home stays: jobs are in it.</summary>
    public static IReadOnlyList<SystemCommand> Uninstall() =>
    [
        new("sc.exe", ["stop", Name], NotRunning, NotThere),
        new("sc.exe", ["delete", Name], NotThere),
        new("reg.exe", ["delete", LogSource, "/f"], KeyNotThere),
    ];

    /// <summary>One line that CommandLineToArgvW takes apart into the same words.</summary>
    public static string CommandLine(IEnumerable<string> words) => string.Join(' ', words.Select(Quoted));

    private static string Quoted(string word)
    {
        if (word.Length > 0 && !word.AsSpan().ContainsAny(" \t\""))
        {
            return word;
        }

        var quoted = new StringBuilder("\"");
        var backslashes = 0;
        foreach (var letter in word)
        {
            // Backslashes count only in front of a quote: there each stands twice, and the quote gets one of its own.
            quoted.Append('\\', letter == '"' ? backslashes + 1 : 0).Append(letter);
            backslashes = letter == '\\' ? backslashes + 1 : 0;
        }

        return quoted.Append('\\', backslashes).Append('"').ToString();
    }
}
