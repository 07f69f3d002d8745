using TicketFlow.PrinterMonitor.Health;

namespace TicketFlow.PrinterMonitor.Polling;

/// <summary>When a resource is asked again: at the latest after its wait, so that no fault shows later than one interval. Pure.</summary>
internal static class PollPace
{
    private const double Jitter = 0.1;

    /// <param name="health">What it last said, or null.</param>
    /// <param name="misses">Silences since its last answer.</param>
    /// <param name="options">The waits.</param>
    /// <param name="random">0 to 1.</param>
    public static TimeSpan WaitAfter(PrinterHealth? health, int misses, PollingOptions options, double random) =>
        Wait(health, misses, options) * (1 - (Jitter * random));

    private static TimeSpan Wait(PrinterHealth? health, int misses, PollingOptions options)
    {
        if (health is null)
        {
            return options.Absent;
        }

        if (misses > 0)
        {
            var doubled = options.Silent * Math.Pow(2, Math.Min(misses - 1, 20));
            return doubled < options.Absent ? doubled : options.Absent;
        }

        return health switch
        {
            { Status: HealthStatus.Offline } => options.Faulty,
            { Activity: PrinterActivity.Printing or PrinterActivity.WarmingUp } => options.Busy,
            { Activity: PrinterActivity.Sleeping } => options.Sleeping,
            _ => options.Idle,
        };
    }
}
