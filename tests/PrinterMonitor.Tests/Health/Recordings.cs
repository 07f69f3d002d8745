using System.Runtime.CompilerServices;

namespace PrinterMonitor.Tests.Health;

/// <summary>
/// Recordings of real printers, kept beside the checkout because they are not ours to copy. Without them there is one case that says so;
/// where TICKETFLOW_RECORDINGS names a folder, a missing one is a failure.
/// </summary>
internal static class Recordings
{
    /// <summary>The name of the only case without them.</summary>
    public const string Absent = "recordings absent";

    public static string Folder { get; } = Find();

    public static bool AreThere => Directory.Exists(Folder);

    /// <summary>Serves them through real net-snmp agents (Python, see its own help).</summary>
    public static string Server => Path.Combine(Path.GetDirectoryName(Folder)!, "serve_snmpd.py");

    /// <summary>Whether this case is the one that says that there are none.</summary>
    public static bool IsAbsence(string name)
    {
        if (name != Absent)
        {
            return false;
        }

        AreThere.ShouldBeFalse();
        Environment.GetEnvironmentVariable("TICKETFLOW_RECORDINGS").ShouldBeNull("the folder it names does not exist");
        return true;
    }

    private static string Find([CallerFilePath] string source = "")
    {
        if (Environment.GetEnvironmentVariable("TICKETFLOW_RECORDINGS") is { } named)
        {
            return named;
        }

        var directory = new FileInfo(source).Directory;
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "TicketFlow.sln")))
        {
            directory = directory.Parent;
        }

        return Path.Combine(directory?.Parent?.FullName ?? "/", "shared", "printers", "recordings");
    }
}
