using System.Runtime.InteropServices;

namespace TicketFlow.PrinterMonitor.Forecast;

/// <summary>A level when it became another one.</summary>
/// <param name="At">When it was seen first.</param>
/// <param name="Percent">0 to 100.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LevelSample(DateTimeOffset At, int Percent);

/// <summary>How far a forecast can be believed.</summary>
public enum ForecastConfidence
{
    /// <summary>Too little is known: there is no date.</summary>
    Unknown,
    Low,
    Medium,
    High,
}

/// <summary>When a supply or a tray ends.</summary>
/// <param name="EndsAt">The likeliest time; null when unknown, or further away than <see cref="ConsumptionForecast.Horizon"/>.</param>
/// <param name="Earliest">With bad luck.</param>
/// <param name="Latest">With good luck; null when that is beyond the horizon.</param>
/// <param name="PercentPerDay">Consumption; 0 when unknown.</param>
public sealed record EndForecast(
    ForecastConfidence Confidence, DateTimeOffset? EndsAt = null, DateTimeOffset? Earliest = null, DateTimeOffset? Latest = null,
    double PercentPerDay = 0)
{
    public static EndForecast Unknown { get; } = new(ForecastConfidence.Unknown);
}
