using System.ComponentModel.DataAnnotations;

namespace TicketFlow.PrinterMonitor.Polling;

/// <summary>
/// How often resources are asked (section <c>Monitor:Polling</c>). All waits vary by a tenth, so that a fleet does not ask in step.
/// </summary>
public sealed class PollingOptions
{
    private const string Least = "00:00:00.1";
    private const string Most = "1.00:00:00";
    private const string Wrong = "Monitor:Polling:{0} must be between 0.1 seconds and a day.";

    /// <summary>One that is ready. Default 30 s.</summary>
    [Range(typeof(TimeSpan), Least, Most, ErrorMessage = Wrong)]
    public TimeSpan Idle { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>One that prints. Default 15 s.</summary>
    [Range(typeof(TimeSpan), Least, Most, ErrorMessage = Wrong)]
    public TimeSpan Busy { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>One that is stopped by a fault: somebody may be mending it now. Default 5 s.</summary>
    [Range(typeof(TimeSpan), Least, Most, ErrorMessage = Wrong)]
    public TimeSpan Faulty { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>One that sleeps. Default 60 s.</summary>
    [Range(typeof(TimeSpan), Least, Most, ErrorMessage = Wrong)]
    public TimeSpan Sleeping { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>One that did not answer the last time. Default 5 s; doubled with each further silence up to <see cref="Absent"/>.</summary>
    [Range(typeof(TimeSpan), Least, Most, ErrorMessage = Wrong)]
    public TimeSpan Silent { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>One that has been silent for long, or has never answered. Default 60 s.</summary>
    [Range(typeof(TimeSpan), Least, Most, ErrorMessage = Wrong)]
    public TimeSpan Absent { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Questions in flight at once; further ones wait for their turn. Default 2,000.</summary>
    [Range(1, 50_000, ErrorMessage = "Monitor:Polling:MostInFlight must be between 1 and 50000.")]
    public int MostInFlight { get; set; } = 2_000;

    /// <summary>When a resource was last seen is written down this often. Default 60 s.</summary>
    [Range(typeof(TimeSpan), Least, Most, ErrorMessage = Wrong)]
    public TimeSpan NoteSeenEvery { get; set; } = TimeSpan.FromSeconds(60);
}
