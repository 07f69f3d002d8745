namespace TicketFlow.Agent.Desktop;

/// <summary>The printers of the desktop: an IPP printer on loopback for each TicketFlow printer.</summary>
internal sealed class DesktopOptions
{
    /// <summary>False: never listens. Default true: listens once the printers were installed or a port is set.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>TCP port on 127.0.0.1. Default 0: one is chosen at the first installation and kept, because queues point to it.</summary>
    public int Port { get; set; }

    /// <summary>TCP port on 127.0.0.1 for programs that know only LPD (RFC 1179). Default 0: off.</summary>
    public int LpdPort { get; set; }

    /// <summary>
    /// Accounts whose word about the user of a job is believed, comma-separated: print systems run their senders under them. Everybody else
    /// prints under the own name. Default <c>root,lp</c>.
    /// </summary>
    public string Spoolers { get; set; } = "root,lp";

    /// <summary>How long a created job may wait for its document, and a connection of LPD for its next bytes. Default 5 min.</summary>
    public TimeSpan DocumentWait { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often the printers are asked for while nobody prints; whoever prints makes it ask at once. Default 30 min.</summary>
    public TimeSpan Refresh { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// True: at its start the agent tells the ticket server of the printers in the network that the computer's other queues lead to, so
    /// that operators can take them in. Address and name of the queue, nothing else. Default true.
    /// </summary>
    public bool TellPrinters { get; set; } = true;

    /// <summary>The CUPS server whose queues are kept, as <c>host:port</c> or a socket's path. Default empty: the computer's own.</summary>
    public string CupsServer { get; set; } = "";

    /// <summary>How long CUPS may take to make a queue. Default 30 s.</summary>
    public TimeSpan CupsWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Ghostscript (10.0 or newer), with which the agent prints banner pages, page ranges and several pages on a side, and PostScript,
    /// where the printer does not by itself; empty: never. Default <c>gs</c>.
    /// </summary>
    public string Ghostscript { get; set; } = "gs";

    /// <summary>CUPS' filter that lays out pages, for the same. Default <c>/usr/lib/cups/filter/pdftopdf</c>.</summary>
    public string PageFilter { get; set; } = "/usr/lib/cups/filter/pdftopdf";

    /// <summary>How long laying out one document may take. Default 2 min.</summary>
    public TimeSpan LayoutWait { get; set; } = TimeSpan.FromMinutes(2);
}
