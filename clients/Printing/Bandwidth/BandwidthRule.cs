using System.ComponentModel.DataAnnotations;

namespace TicketFlow.Printing.Bandwidth;

/// <summary>
/// How fast documents may go to the printers of one site at one time of day. The first rule that fits a printer and the time decides;
/// without one there is no limit. Rules of the same site share one budget, over all jobs of the agent.
/// </summary>
public sealed class BandwidthRule
{
    /// <summary>Slowest limit: a printer must not think that the sender died.</summary>
    public const long Slowest = 1024;

    /// <summary>The site's name. Default: empty, one site for all.</summary>
    public string Site { get; set; } = "";

    /// <summary>
    /// The site's printers: networks (<c>10.2.0.0/16</c>), addresses, host names, or endings of host names (<c>*.paris.example</c>).
    /// Default: all.
    /// </summary>
    public IList<string> Printers { get; set; } = [];

    /// <summary>Weekdays, in English. Default: all.</summary>
    public IList<DayOfWeek> Days { get; set; } = [];

    /// <summary>Beginning in local time. Default 00:00.</summary>
    public TimeSpan From { get; set; }

    /// <summary>
    /// End in local time, not itself included; an end before <see cref="From"/> is one after midnight. Default 24:00 (written
    /// <c>1.00:00</c>).
    /// </summary>
    public TimeSpan To { get; set; } = TimeSpan.FromDays(1);

    /// <summary>The limit in bytes a second; 0 for none at that time.</summary>
    [Range(0, long.MaxValue)]
    public long BytesPerSecond { get; set; }
}
