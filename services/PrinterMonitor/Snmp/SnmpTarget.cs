using System.Net;

namespace TicketFlow.PrinterMonitor.Snmp;

/// <summary>How long and how often a device is asked. Each wait is the one before times <paramref name="Backoff"/>.</summary>
/// <param name="Timeout">The wait for the first answer. Default 2 s.</param>
/// <param name="Retries">Repeats after the first packet. Default 2, for devices that sleep.</param>
/// <param name="Backoff">Factor between waits, at least 1. Default 1.5.</param>
public sealed record SnmpTiming(TimeSpan Timeout, int Retries, double Backoff)
{
    public static SnmpTiming Default { get; } = new(TimeSpan.FromSeconds(2), 2, 1.5);

    internal TimeSpan WaitFor(int attempt) => Timeout * Math.Pow(Math.Max(1, Backoff), attempt);
}

/// <summary>One device.</summary>
public sealed record SnmpTarget(IPEndPoint Address, SnmpCredentials Credentials)
{
    public SnmpTiming Timing { get; init; } = SnmpTiming.Default;

    public static SnmpTarget V2c(IPEndPoint address, string community = "public") =>
        new(address, new CommunityCredentials(SnmpVersion.V2c, community));
}
