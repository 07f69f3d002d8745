using System.ComponentModel.DataAnnotations;

namespace TicketFlow.PrinterMonitor.Fleet;

/// <summary>
/// How resources are asked when no operator chose it for the single one (section <c>Monitor:Fleet</c>). The first rule that fits counts.
/// </summary>
public sealed class FleetOptions
{
    /// <summary>In order; none fits: SNMP v2c, port 161, community <c>public</c>.</summary>
    public List<FleetRule> Rules { get; set; } = [];
}

/// <summary>One rule. What it leaves out stays at the default.</summary>
public sealed class FleetRule
{
    /// <summary>Names it is for, with <c>*</c> for any characters. Default all.</summary>
    public string Resources { get; set; } = "*";

    /// <summary>Locations it is for, with <c>*</c>. Default all.</summary>
    public string Locations { get; set; } = "*";

    /// <summary><c>snmp</c>, <c>ipp</c> or <c>none</c>. Default snmp.</summary>
    public string Protocol { get; set; } = Protocols.Snmp;

    /// <summary>Another host than the one documents go to. Default that one.</summary>
    public string? Host { get; set; }

    /// <summary>Default 161 for SNMP, 631 for IPP.</summary>
    [Range(1, 65535)]
    public int? Port { get; set; }

    /// <summary>SNMP version: <c>1</c>, <c>2c</c> or <c>3</c>. Default that of the credential, else 2c.</summary>
    public string? Version { get; set; }

    /// <summary>A name in the credentials file. Default: community <c>public</c>.</summary>
    public string? Credential { get; set; }
}
