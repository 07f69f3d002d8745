using System.Globalization;

namespace TicketFlow.Ops.Replay;

/// <summary>A moment as an operator types it: <c>10:42:07</c> (today, UTC), <c>2026-11-21T10:42:07</c> (UTC), or with an offset.</summary>
internal static class Moment
{
    private static readonly string[] TimesOfDay = ["HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFF"];

    public static DateTimeOffset Parse(string text, TimeProvider clock)
    {
        if (TimeOnly.TryParseExact(text, TimesOfDay, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return new DateTimeOffset(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).ToDateTime(time), TimeSpan.Zero);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment.ToUniversalTime()
            : throw new OperationException(
                ExitCodes.Failed,
                $"'{text}' is no time: write 10:42:07 (today, UTC) or 2026-11-21T10:42:07, with +02:00 at the end for another zone.");
    }
}
