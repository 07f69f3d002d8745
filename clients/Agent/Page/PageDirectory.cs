using System.Globalization;
using System.Security.Cryptography;
using TicketFlow.Agent.LocalApi;
using TicketFlow.Agent.Options;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Page;

/// <summary>
/// What the page keeps on disk, for its user alone: the key that signs sessions and the last port, so that a browser goes on after a
/// restart of the agent, and the files that lead a browser to the page.
/// </summary>
internal sealed class PageDirectory(AgentOptions options)
{
    private const int KeyBytes = 32;
    private const string Leads = "open-*.html";

    private string PortFile => Path.Combine(options.PageDirectory, "port");

    private string KeyFile => Path.Combine(options.PageDirectory, "key");

    /// <summary>When the page was opened last, or null.</summary>
    public DateTime? LastOpened => File.Exists(PortFile) ? File.GetLastWriteTimeUtc(PortFile) : null;

    /// <summary>The port of the last time; 0 when there is none.</summary>
    public int ReadPort() =>
        File.Exists(PortFile) && int.TryParse(File.ReadAllText(PortFile), CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= ushort.MaxValue
            ? port
            : 0;

    public void WritePort(int port) => Write("port", System.Text.Encoding.ASCII.GetBytes(port.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The signing key; made when there is none, or none that can be used.</summary>
    public byte[] ReadKey()
    {
        if (File.Exists(KeyFile) && File.ReadAllBytes(KeyFile) is { Length: KeyBytes } key)
        {
            return key;
        }

        var fresh = RandomNumberGenerator.GetBytes(KeyBytes);
        Write("key", fresh);
        return fresh;
    }

    /// <summary>Writes a page that leads to the address, and returns its path.</summary>
    public string WriteLead(Uri address)
    {
        var name = $"open-{RandomNumberGenerator.GetHexString(16, lowercase: true)}.html";
        Write(name, System.Text.Encoding.UTF8.GetBytes(LocalPage.LeadTo(address.ToString())));
        return Path.Combine(options.PageDirectory, name);
    }

    /// <summary>Deletes a lead, or all that a killed agent left.</summary>
    public void DropLeads(string? path = null)
    {
        if (Directory.Exists(options.PageDirectory))
        {
            foreach (var lead in path is null ? Directory.EnumerateFiles(options.PageDirectory, Leads) : [path])
            {
                File.Delete(lead);
            }
        }
    }

    private void Write(string name, byte[] content)
    {
        LocalSocket.CreatePrivate(options.PageDirectory);
        var path = Path.Combine(options.PageDirectory, name);
        var fresh = path + ".new";
        File.Delete(fresh);
        var open = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            open.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(fresh, open))
        {
            file.Write(content);
        }

        File.Move(fresh, path, overwrite: true);
    }
}
