using System.ComponentModel.DataAnnotations;

namespace TicketFlow.TicketServer.Jobs;

/// <summary>Delays and limits of a job's life (section <c>Jobs</c> of the configuration).</summary>
public sealed class JobTiming
{
    /// <summary>A job that was opened but never described is cancelled after this time. Default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan DescribeWithin { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>A go-ahead that nobody answers is sent again after this time. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan ConfirmWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A confirmed go-ahead whose transfer is not reported as started makes the job suspect after this time. Default 60 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan StartWithin { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often agents report a running transfer. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StatusEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A running transfer that is not heard of for this time makes the job suspect. Default 35 seconds: three missed reports.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan StatusWithin { get; set; } = TimeSpan.FromSeconds(35);

    /// <summary>Go-aheads that are sent without an answer before the job is suspect. Default 5.</summary>
    [Range(1, 100)]
    public int UnansweredLimit { get; set; } = 5;

    /// <summary>Failed starts before the job fails. Default 3. The agent has tried several times before it reports one.</summary>
    [Range(1, 100)]
    public int StartFailureLimit { get; set; } = 3;

    /// <summary>Wait before a job whose start failed may go again. Default 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// After a failed start or transfer no go-ahead is given at that resource until it was checked, or for this time. Default 10 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan BlockAfterFailure { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>An agent that does not confirm an order to stop is told again after this time. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan StopWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often it is told again before the job is taken as stopped. Default 5.</summary>
    [Range(0, 1000)]
    public int StopReminders { get; set; } = 5;

    /// <summary>What is done when an agent stays silent; empty: <see cref="SilenceLadder.Default"/>.</summary>
    public List<SilenceRung> Silence { get; set; } = [];

    /// <summary>The ladder in force.</summary>
    public IReadOnlyList<SilenceRung> Ladder => Silence.Count > 0 ? Silence : SilenceLadder.Default;

    /// <summary>
    /// A large job that does not fit beside the active ones may be overtaken by smaller ones until it has waited this long; then nothing
    /// passes it and the printer runs empty for it. Default 2 minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan OvertakeFor { get; set; } = TimeSpan.FromMinutes(2);
}
