namespace TicketFlow.Agent.Page;

/// <summary>The user's page in the browser. Environment: <c>TICKETFLOW_AGENT__Page__Enabled</c> and so on.</summary>
internal sealed class PageOptions
{
    /// <summary>Off: no port is ever opened. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Loopback port; 0: one the system chooses, and the same one again after a restart when it is free. Default 0.</summary>
    public int Port { get; set; }

    /// <summary>How long a one-time token is good. Default 60 s.</summary>
    public TimeSpan TokenLife { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a browser stays signed in, over restarts of the agent too. Default 12 h.</summary>
    public TimeSpan SessionLife { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Pages that are shown live at a time. Default 16.</summary>
    public int Streams { get; set; } = 16;

    /// <summary>Open jobs that are kept live on a page; the others are found by searching. Default 200.</summary>
    public int LiveJobs { get; set; } = 200;
}
