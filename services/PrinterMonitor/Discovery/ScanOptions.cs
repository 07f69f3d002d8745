using TicketFlow.PrinterMonitor.Snmp;

namespace TicketFlow.PrinterMonitor.Discovery;

/// <summary>How a network is scanned.</summary>
public sealed record ScanOptions
{
    /// <summary>What is tried on each address, in this order. Default v2c with the community <c>public</c>.</summary>
    internal IReadOnlyList<NamedCredentials> Credentials { get; init; } =
        [new NamedCredentials(null, new CommunityCredentials(SnmpVersion.V2c, "public"))];

    /// <summary>Addresses asked per second; networks and their watchers do not like more. Default 100.</summary>
    public int PerSecond { get; init; } = 100;

    /// <summary>The wait for one answer. Default 1 second; SNMP is asked twice.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    public int SnmpPort { get; init; } = 161;

    public int IppPort { get; init; } = 631;
}

/// <summary>A way to ask a device, with its name in the monitor's credentials file; null: it has none there.</summary>
internal sealed record NamedCredentials(string? Name, SnmpCredentials Credentials);
