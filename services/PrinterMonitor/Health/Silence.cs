namespace TicketFlow.PrinterMonitor.Health;

/// <summary>
/// No answer is a state of its own. It never clears a fault: what the device last said stays, marked as stale, until it answers.
/// </summary>
public static class Silence
{
    /// <summary>Polls without an answer that are forgiven: one lost packet series is not a stopped printer.</summary>
    public const int ForgivenPolls = 1;

    /// <param name="last">The last health, or null when the device never answered.</param>
    /// <param name="missedPolls">Polls without an answer since the last one, this one counted.</param>
    public static PrinterHealth After(PrinterHealth? last, int missedPolls)
    {
        var known = last ?? PrinterHealth.NotSeen;
        if (missedPolls <= ForgivenPolls)
        {
            return known;
        }

        return known with
        {
            Status = HealthStatus.Offline,
            Activity = PrinterActivity.Unknown,
            Causes = [.. known.Causes.Append(HealthCause.Unreachable).Distinct().Order()],
            IsStale = true,
        };
    }
}
