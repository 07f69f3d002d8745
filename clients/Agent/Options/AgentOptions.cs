namespace TicketFlow.Agent.Options;

/// <summary>Everything an operator can set. Environment: <c>TICKETFLOW_AGENT__Spool__DiskTotal</c> and so on.</summary>
internal sealed class AgentOptions
{
    /// <summary>Journal, spool and lock live here. <c>TICKETFLOW_AGENT_HOME</c>; default <c>~/.local/share/ticketflow</c>.</summary>
    public string Home { get; set; } = "";

    /// <summary>
    /// The local socket. <c>TICKETFLOW_AGENT_SOCKET</c>; default <c>$XDG_RUNTIME_DIR/ticketflow/agent.sock</c>, else in the home.
    /// </summary>
    public string Socket { get; set; } = "";

    /// <summary>The broker account's file. <c>TICKETFLOW_AGENT_CREDENTIALS</c>; default <c>credentials.json</c> in the home.</summary>
    public string Credentials { get; set; } = "";

    /// <summary>
    /// One agent for all users of the machine (Linux, macOS): anybody may open the socket, and sees only the own jobs; root and the agent's
    /// own account see all. Default false: the socket is for the agent's own user alone.
    /// </summary>
    public bool Shared { get; set; }

    public SpoolOptions Spool { get; set; } = new();

    public TransferOptions Transfers { get; set; } = new();

    public BrokerOptions Broker { get; set; } = new();

    public Page.PageOptions Page { get; set; } = new();

    public Notifications.NotificationOptions Notifications { get; set; } = new();

    /// <summary>What looking into a document may cost.</summary>
    public Printing.Documents.DocumentLimits Documents { get; set; } = new();

    public Desktop.DesktopOptions Desktop { get; set; } = new();

    public string JournalDirectory => Path.Combine(Home, "journal");

    public string SpoolDirectory => Path.Combine(Home, "spool");

    public string PageDirectory => Path.Combine(Home, "page");
}

/// <summary>Bounds of the spool, in bytes.</summary>
internal sealed class SpoolOptions
{
    /// <summary>Documents up to this size ride in the journal and make no file. Default 256 kB.</summary>
    public int MemoryThreshold { get; set; } = 256 * 1024;

    /// <summary>All documents in the journal together; further ones become files. Default 64 MB.</summary>
    public long MemoryTotal { get; set; } = 64 * 1024 * 1024;

    /// <summary>All documents in files together. Default 10 GB.</summary>
    public long DiskTotal { get; set; } = 10L * 1024 * 1024 * 1024;

    /// <summary>Largest document. Default 2 GB.</summary>
    public long MaxDocument { get; set; } = 2L * 1024 * 1024 * 1024;

    /// <summary>
    /// How long the documents of interrupted and failed jobs are kept, to be sent again by their user's choice; less when
    /// <see cref="DiskTotal"/> needs the room. Default 24 h.
    /// </summary>
    public TimeSpan KeepEnded { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How long a job whose submitter could not be told that it was taken is the answer to the same document coming again. Default 10 min;
    /// 0: never.
    /// </summary>
    public TimeSpan UnansweredKept { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the server is waited for before a large document is spooled without its word. Default 2 s.</summary>
    public TimeSpan OpenWait { get; set; } = TimeSpan.FromSeconds(2);
}

/// <summary>How documents go to printers.</summary>
internal sealed class TransferOptions
{
    /// <summary>Transfers at a time. Default 64.</summary>
    public int Parallel { get; set; } = 64;

    /// <summary>Longest time between two status updates when no go-ahead asks for less. Default 30 s.</summary>
    public TimeSpan StatusInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A start that takes longer is announced by a receipt of the go-ahead. Default 200 ms.</summary>
    public TimeSpan ReceiptAfter { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long running transfers may go on when the agent is asked to end. Default 10 s.</summary>
    public TimeSpan EndWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Limits of raw TCP.</summary>
    public Printing.Raw.RawTcpOptions Raw { get; set; } = new();

    /// <summary>Limits of LPD.</summary>
    public Printing.Lpd.LpdOptions Lpd { get; set; } = new();

    /// <summary>Limits of IPP and IPPS, and whom IPPS trusts.</summary>
    public Printing.Ipp.IppTransferOptions Ipp { get; set; } = new();

    /// <summary>Limits of bandwidth, per site and time of day. Default: none.</summary>
    public IList<Printing.Bandwidth.BandwidthRule> Bandwidth { get; set; } = [];

    /// <summary>
    /// Directory with further mechanisms, one assembly each (docs/transfers.md). Only the agent's own user, or root, may write there.
    /// Default: none.
    /// </summary>
    public string Plugins { get; set; } = "";

    /// <summary>A plug-in that neither reads, tells nor ends for so long is given up. Default 15 min.</summary>
    public TimeSpan PluginSilence { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a plug-in may take to end when it is told to. Default 10 s.</summary>
    public TimeSpan PluginGrace { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>How the agent talks to the ticket server.</summary>
internal sealed class BrokerOptions
{
    /// <summary>A question without an answer is repeated after this, then after longer and longer. Default 5 s.</summary>
    public TimeSpan RequestRepeat { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest time between two repeats. Default 60 s.</summary>
    public TimeSpan RequestRepeatMax { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>An agent without jobs lets go of its connection after this. Default 60 s.</summary>
    public TimeSpan IdleDisconnect { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>First wait before connecting again; grows to 30 s. Default 500 ms.</summary>
    public TimeSpan ReconnectWait { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a local user's question to the server may take. Default 5 s.</summary>
    public TimeSpan AnswerWait { get; set; } = TimeSpan.FromSeconds(5);
}
