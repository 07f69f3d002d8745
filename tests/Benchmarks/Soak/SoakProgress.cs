using System.Globalization;

namespace TicketFlow.Benchmarks.Soak;

/// <summary>Says now and then how far a long run is, how fast, and when it will be through.</summary>
internal sealed class SoakProgress(int all, TimeProvider clock, TextWriter output)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly long _started = clock.GetTimestamp();
    private TimeSpan _shown;

    /// <summary>Called with the number of ended sequences, by any lane.</summary>
    public void Show(int ended)
    {
        lock (_lock)
        {
            var elapsed = clock.GetElapsedTime(_started);
            if (elapsed - _shown < Every)
            {
                return;
            }

            _shown = elapsed;
            var left = elapsed / ended * (all - ended);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{ended} of {all} after {elapsed:hh\\:mm\\:ss}, {ended / elapsed.TotalSeconds:0.0} a second, about {left:hh\\:mm\\:ss} left"));
        }
    }
}
