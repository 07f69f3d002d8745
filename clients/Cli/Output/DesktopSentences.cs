using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Cli.Output;

/// <summary>The desktop's printers, for people.</summary>
internal static class DesktopSentences
{
    public static IEnumerable<string> Of(LocalDesktop desktop, bool installing) =>
        desktop.Report.Count > 0 ? desktop.Report.Select(Of)
        : installing && desktop.System != "cups" ? Guide(desktop)
        : Status(desktop);

    private static string Of(LocalDesktopQueue queue) => queue switch
    {
        { Fault: { } fault } => $"{queue.Printer}: not done. {fault}",
        { Uri: null } => $"{queue.Printer}: queue {queue.Queue} was taken away.",
        _ => $"{queue.Printer}: queue {queue.Queue} is there.",
    };

    private static IEnumerable<string> Status(LocalDesktop desktop)
    {
        var install = (desktop.NeedsRoot ? "sudo " : "") + "ticketflow desktop install";
        yield return desktop switch
        {
            { Port: null } => $"The printers are not on this computer. Run: {install}",
            { Installed: true } => $"Your printers are installed; they listen on 127.0.0.1:{desktop.Port}.",
            _ => $"Your printers listen on 127.0.0.1:{desktop.Port} and are not installed. Run: {install}",
        };
        foreach (var printer in desktop.Printers)
        {
            yield return $"{printer.Name}  {printer.Uri ?? "-"}  {(printer.Queue is { } queue ? "queue " + queue : "no queue")}";
        }
    }

    /// <summary>Systems whose printers the agent does not administer.</summary>
    private static IEnumerable<string> Guide(LocalDesktop desktop)
    {
        var windows = desktop.System == "windows";
        yield return windows ? "Run in PowerShell:" : "Run in Terminal:";
        foreach (var printer in desktop.Printers)
        {
            var uri = printer.Uri ?? "";
            yield return windows
                ? $"  Add-Printer -Name '{printer.Name.Replace("'", "''", StringComparison.Ordinal)}' -IppURL '{"http" + uri[3..]}'"
                : $"  lpadmin -p '{Plain(printer.Name)}' -E -v '{uri}' -m everywhere";
        }
    }

    private static string Plain(string name) =>
        new([.. name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_')]);
}
