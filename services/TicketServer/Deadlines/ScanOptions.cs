using System.ComponentModel.DataAnnotations;

namespace TicketFlow.TicketServer.Deadlines;

/// <summary>How deadlines are looked for (section <c>Deadlines</c> of the configuration).</summary>
public sealed class ScanOptions
{
    /// <summary>Time between two looks. Default 1 second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A deadline that changed nothing comes up again after this time. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan FireAgainAfter { get; set; } = TimeSpan.FromSeconds(10);
}
