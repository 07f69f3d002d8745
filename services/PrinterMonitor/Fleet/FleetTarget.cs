namespace TicketFlow.PrinterMonitor.Fleet;

/// <summary>How to reach a resource's health. A name of credentials, never a secret.</summary>
/// <param name="Protocol">One of <see cref="Protocols"/>.</param>
/// <param name="Host">Name or address.</param>
/// <param name="Port">UDP for SNMP, TCP for IPP.</param>
/// <param name="Version">SNMP: 1, 2c or 3.</param>
/// <param name="Credential">A name in the credentials file; null: the community <c>public</c>.</param>
public sealed record HealthAddress(string Protocol, string Host, int Port, string? Version = null, string? Credential = null);

/// <summary>What the monitor knows of one resource, from the log and the configuration.</summary>
/// <param name="Resource">Its name.</param>
/// <param name="Kind">For example <c>printer</c>.</param>
/// <param name="Address">Where documents go to: <c>host:port</c> or a URI.</param>
/// <param name="Mechanism">How they go there.</param>
/// <param name="Location">For people, and for rules.</param>
/// <param name="Health">Where its health is asked for.</param>
public sealed record FleetTarget(
    string Resource, string Kind, string Address, string Mechanism, string? Location, HealthAddress Health);

/// <summary>Ways to ask for health. Stored; never rename.</summary>
public static class Protocols
{
    public const string Snmp = "snmp";
    public const string Ipp = "ipp";

    /// <summary>Nobody asks this resource anything; operators say what it does.</summary>
    public const string None = "none";
}
