namespace TicketFlow.PrinterMonitor.Discovery;

/// <summary>How a network is scanned.</summary>
public sealed record ScanOptions
{
    /// <summary>SNMP v2c communities that are tried. Default <c>public</c>.</summary>
    public IReadOnlyList<string> Communities { get; init; } = ["public"];

    /// <summary>Addresses asked per second; networks and their watchers do not like more. Default 100.</summary>
    public int PerSecond { get; init; } = 100;

    /// <summary>The wait for one answer. Default 1 second; SNMP is asked twice.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    public int SnmpPort { get; init; } = 161;

    public int IppPort { get; init; } = 631;
}
