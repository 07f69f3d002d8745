namespace TicketFlow.SystemUnderTest;

/// <summary>What is started. Defaults: shared servers, two printers of four slots, one agent.</summary>
public sealed record SystemOptions
{
    /// <summary>PostgreSQL and RabbitMQ of its own, to be killed or measured; else the test process's shared ones.</summary>
    public bool PrivateServers { get; init; }

    public int Agents { get; init; } = 1;

    public int Printers { get; init; } = 2;

    /// <summary>Printers that somebody else plays.</summary>
    public IReadOnlyList<FurtherPrinter> FurtherPrinters { get; init; } = [];

    /// <summary>Printer monitors; they share the printers that an operator has them ask.</summary>
    public int Monitors { get; init; }

    /// <summary>Environment of the printer monitors, for example <c>Monitor__Polling__Idle</c>.</summary>
    public IReadOnlyDictionary<string, string> MonitorSettings { get; init; } = new Dictionary<string, string>();

    /// <summary>With the reporting service.</summary>
    public bool Reporting { get; init; }

    /// <summary>Jobs active at once on each printer.</summary>
    public int Slots { get; init; } = 4;

    /// <summary>Printers hash documents and forget them.</summary>
    public bool HashOnly { get; init; }

    /// <summary>Bytes per second a printer takes on each connection; null for as fast as it goes.</summary>
    public int? Rate { get; init; }

    /// <summary>Environment of the ticket server on top of the addresses, for example <c>Jobs__ConfirmWithin</c>.</summary>
    public IReadOnlyDictionary<string, string> ServerSettings { get; init; } = new Dictionary<string, string>();

    /// <summary>Environment of the agents, for example <c>TICKETFLOW_AGENT__Broker__RequestRepeat</c>.</summary>
    public IReadOnlyDictionary<string, string> AgentSettings { get; init; } = new Dictionary<string, string>();
}

/// <summary>A printer that is registered and not started here.</summary>
public sealed record FurtherPrinter(string Name, string Address, string Mechanism);
