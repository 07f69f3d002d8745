namespace TicketFlow.Agent.Desktop;

/// <summary>A TicketFlow printer as the desktop sees it.</summary>
/// <param name="Name">Upper and lower case are the same.</param>
/// <param name="State">The server's word for people.</param>
/// <param name="Location">Where it stands, when known.</param>
/// <param name="Text">What is wrong with it, when the server says so.</param>
internal sealed record DesktopPrinter(string Name, string State = DesktopPrinter.Unknown, string? Location = null, string? Text = null)
{
    public const string Unknown = "unknown";

    /// <summary>The path of its printer URI.</summary>
    public string Path => "/ipp/print/" + Uri.EscapeDataString(Name);

    public string UriOn(int port) => $"ipp://127.0.0.1:{port}{Path}";
}
