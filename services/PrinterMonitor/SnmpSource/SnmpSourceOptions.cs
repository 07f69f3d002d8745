using System.ComponentModel.DataAnnotations;
using TicketFlow.PrinterMonitor.Snmp;

namespace TicketFlow.PrinterMonitor.SnmpSource;

/// <summary>How printers are asked over SNMP (section <c>Monitor:Snmp</c>).</summary>
public sealed class SnmpSourceOptions
{
    /// <summary>The wait for the first answer of a poll in turn. Default 2 s, for sleepers.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:01:00", ErrorMessage = "Monitor:Snmp:Timeout must be between 0.05 and 60 seconds.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Repeats after the first packet. Default 2; each waits half as long again as the one before.</summary>
    [Range(0, 10, ErrorMessage = "Monitor:Snmp:Retries must be between 0 and 10.")]
    public int Retries { get; set; } = 2;

    /// <summary>
    /// The wait for the first answer when somebody waits for a check. Default 0.15 s: with two repeats silence is known after 0.72 s, and
    /// those who wait are told within a second of the report.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.02", "00:00:10", ErrorMessage = "Monitor:Snmp:QuickTimeout must be between 0.02 and 10 seconds.")]
    public TimeSpan QuickTimeout { get; set; } = TimeSpan.FromSeconds(0.15);

    /// <summary>Static columns are read again after this time even when nothing tells of a change. Default 6 h.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00",
        ErrorMessage = "Monitor:Snmp:RediscoverEvery must be between 1 minute and 30 days.")]
    public TimeSpan RediscoverEvery { get; set; } = TimeSpan.FromHours(6);

    internal SnmpTiming Patient => new(Timeout, Retries, 1.5);

    internal SnmpTiming Quick => new(QuickTimeout, 2, 1.5);
}
