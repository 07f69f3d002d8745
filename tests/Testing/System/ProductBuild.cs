namespace TicketFlow.SystemUnderTest;

/// <summary>
/// Where the programs are: published ones where <c>TICKETFLOW_APPS</c> says, else what the build of the same configuration as this
/// assembly's left.
/// </summary>
public static class ProductBuild
{
    private static readonly string Root = FindRoot();

    public static string TicketServer => Program("services/TicketServer", "TicketFlow.TicketServer");

    public static string PrinterMonitor => Program("services/PrinterMonitor", "TicketFlow.PrinterMonitor");

    public static string Reporting => Program("services/Reporting", "TicketFlow.Reporting");

    public static string Agent => Program("clients/Agent", "TicketFlow.Agent");

    public static string Cli => Program("clients/Cli", "ticketflow");

    public static string VirtualPrinter => Program("ops/VirtualPrinter", "ticketflow-virtual-printer");

    public static string Ops => Program("ops/Tool", "ticketflow-ops");

    /// <summary>A file of the repository.</summary>
    public static string File(string path) => Path.Combine(Root, path);

    private static string Program(string project, string name)
    {
        if (Environment.GetEnvironmentVariable("TICKETFLOW_APPS") is { Length: > 0 } apps)
        {
            return Path.Combine(apps, name, name);
        }

        // …/bin/Release/net10.0/
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var path = Path.Combine(Root, project, "bin", framework.Parent!.Name, framework.Name, name);
        return System.IO.File.Exists(path) ? path : throw new FileNotFoundException($"{name} is not built: {path}", path);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "TicketFlow.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("TicketFlow.sln not found above " + AppContext.BaseDirectory);
        }

        return folder.FullName;
    }
}
