using System.Globalization;

namespace TicketFlow.Ops.Chain;

/// <summary>Whether sealing goes on as it should. Pure.</summary>
internal static class SealAge
{
    /// <summary>Sealed daily, an event waits a day at most; after this long the timer has failed.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(2);

    /// <summary>
    /// What to tell when events have not been sealed for too long; null otherwise. The age of the events counts, not that of the newest
    /// seal: where nothing happened there is nothing to seal.
    /// </summary>
    /// <param name="unsealedSince">When the oldest event was recorded that no seal covers; null when all are sealed.</param>
    /// <param name="now">The time.</param>
    public static string? Warning(DateTimeOffset? unsealedSince, DateTimeOffset now) => unsealedSince is { } since && now - since > Longest
        ? string.Create(CultureInfo.InvariantCulture,
            $"warning: events since {since.UtcDateTime:yyyy-MM-dd HH:mm}Z are not sealed, the newest seal is older than two days. ")
            + "Seal now (ticketflow-ops chain seal) and see why the daily one failed (systemctl status ticketflow-seal)."
        : null;
}
