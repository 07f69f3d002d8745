using System.Text;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Cli.Agents;

/// <summary>
/// The file that leads the user's browser to the page. An agent of one user has written it already; the files of an agent that serves all
/// users of a machine are its own account's, so there the command writes one for its user.
/// </summary>
internal static class PageLead
{
    /// <summary>One name, so that no old ones are left: its token is good once and for a minute.</summary>
    private const string Name = "ticketflow-open.html";

    /// <param name="page">The agent's answer.</param>
    /// <param name="runtimeDirectory">The user's private directory (XDG_RUNTIME_DIR); null or empty when there is none.</param>
    /// <returns>A file that this user can read; null when there is none, and the address has to do.</returns>
    public static string? For(LocalPage page, string? runtimeDirectory)
    {
        if (CanRead(page.File))
        {
            return page.File;
        }

        // Without such a directory there is no place that is surely the user's alone.
        return string.IsNullOrEmpty(runtimeDirectory) ? null : Write(Path.Combine(runtimeDirectory, Name), page.Url);
    }

    private static bool CanRead(string file)
    {
        try
        {
            using (File.OpenRead(file))
            {
                return true;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string? Write(string path, string url)
    {
        var open = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            open.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            File.Delete(path);
            using var file = new FileStream(path, open);
            file.Write(Encoding.UTF8.GetBytes(LocalPage.LeadTo(url)));
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
