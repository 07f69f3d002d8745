using System.Runtime.InteropServices;

namespace TicketFlow.PrinterMonitor.Forecast;

/// <summary>
/// When a level reaches 0, from the moments at which it changed. Pure. Refills begin a new run; devices that tell in steps are believed at
/// the steps only; a pause counts as consumption of nothing. Without enough steps there is no date.
/// </summary>
public static class ConsumptionForecast
{
    /// <summary>Further away is as good as never.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromDays(730);

    private const int RefillRise = 3;
    private const int FewestSteps = 3;
    private const int FewestPercent = 5;
    private const int NewestSteps = 40;
    private static readonly TimeSpan ShortestHistory = TimeSpan.FromHours(12);

    /// <param name="samples">In the order of time; equal neighbours do no harm.</param>
    /// <param name="now">When the newest level was still so.</param>
    public static EndForecast Of(IReadOnlyList<LevelSample> samples, DateTimeOffset now)
    {
        var steps = StepsOf(samples).TakeLast(NewestSteps).ToList();
        var dropped = steps.Sum(step => step.Percent);
        if (steps.Count < FewestSteps || dropped < FewestPercent || samples[^1].Percent is < 0 or > 100)
        {
            return EndForecast.Unknown;
        }

        var usualStep = (double)dropped / steps.Count;
        var perPoint = steps.Sum(step => step.Days) / dropped;
        // The step under way: when it takes longer than usual, consumption has slowed down.
        var open = Math.Max(0, (now - samples[^1].At).TotalDays);
        var slower = Math.Max(0, open - (usualStep * perPoint));
        var days = steps.Sum(step => step.Days) + slower;
        return days < ShortestHistory.TotalDays
            ? EndForecast.Unknown
            : Forecast(samples[^1].Percent, usualStep, dropped / days, RelativeError(steps), open, now, steps.Count);
    }

    private static EndForecast Forecast(
        int level, double usualStep, double perDay, double error, double openDays, DateTimeOffset now, int steps)
    {
        // Since the last step something was used, but not a whole step, or the next one would have been seen.
        var used = Math.Min(perDay * openDays, usualStep);
        var left = Math.Max(0, level - used);
        var least = Math.Max(0, level - usualStep);
        var days = left / perDay;
        var latest = error < 1 ? level / (perDay * (1 - error)) : double.PositiveInfinity;
        return new EndForecast(
            ConfidenceOf(steps, error),
            Day(now, days),
            Day(now, Math.Min(days, least / (perDay * (1 + error)))),
            Day(now, Math.Max(days, latest)),
            perDay);
    }

    private static DateTimeOffset? Day(DateTimeOffset now, double days) => days <= Horizon.TotalDays ? now + TimeSpan.FromDays(days) : null;

    private static ForecastConfidence ConfidenceOf(int steps, double error) =>
        steps >= 8 && error <= 0.15 ? ForecastConfidence.High
        : steps >= 4 && error <= 0.35 ? ForecastConfidence.Medium
        : ForecastConfidence.Low;

    /// <summary>The standard error of the time per percent, relative to it.</summary>
    private static double RelativeError(List<Step> steps)
    {
        var mean = steps.Sum(step => step.Days) / steps.Sum(step => step.Percent);
        var variance = steps.Sum(step => Math.Pow((step.Days / step.Percent) - mean, 2)) / (steps.Count - 1);
        return mean > 0 ? Math.Sqrt(variance / steps.Count) / mean : 1;
    }

    /// <summary>
    /// Falls from one step to the next within a run. The first level of all is left out as a beginning: nobody knows how long it had been
    /// so.
    /// </summary>
    private static IEnumerable<Step> StepsOf(IReadOnlyList<LevelSample> samples)
    {
        LevelSample? from = null;
        for (var i = 1; i < samples.Count; i++)
        {
            var (before, sample) = (from ?? samples[i - 1], samples[i]);
            if (sample.Percent - before.Percent >= RefillRise)
            {
                from = sample;
            }
            else if (sample.Percent < before.Percent)
            {
                if (from is { } beginning && sample.At > beginning.At)
                {
                    yield return new Step((sample.At - beginning.At).TotalDays, beginning.Percent - sample.Percent);
                }

                from = sample;
            }
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Step(double Days, int Percent);
}
