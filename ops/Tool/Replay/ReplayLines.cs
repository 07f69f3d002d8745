using System.Globalization;
using TicketFlow.EventStore.Replay;

namespace TicketFlow.Ops.Replay;

/// <summary>Progress for logs and timers: a line every five seconds, and none for what is done sooner.</summary>
internal sealed class ReplayLines(string title, TextWriter output, TimeProvider clock) : IProgress<ReplayProgress>
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private ReplayProgress? _first;
    private long _begun;
    private TimeSpan _told;

    public void Report(ReplayProgress value)
    {
        if (_first is null)
        {
            (_first, _begun) = (value, clock.GetTimestamp());
            return;
        }

        var elapsed = clock.GetElapsedTime(_begun);
        if (elapsed - _told >= Every)
        {
            _told = elapsed;
            output.WriteLine(Line(value.Sequence - _first.Sequence, value, elapsed));
        }
    }

    // Numbers, not events: how many of the events that are still to come the projection wants is not known.
    private string Line(long done, ReplayProgress value, TimeSpan elapsed)
    {
        var (rate, missing) = (done / elapsed.TotalSeconds, Math.Max(0, value.Highest - value.Sequence));
        var percent = done + missing > 0 ? 100.0 * done / (done + missing) : 100;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{title}: number {value.Sequence:N0} of {value.Highest:N0} ({percent:0} %), {rate:N0} a second, {Left(missing, rate)} left");
    }

    private static string Left(long missing, double rate)
    {
        if (rate <= 0)
        {
            return "an unknown time";
        }

        var seconds = (long)Math.Ceiling(missing / rate);
        return string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}:{seconds / 60 % 60:00}:{seconds % 60:00}");
    }
}
