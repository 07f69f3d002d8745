using TicketFlow.Contracts.Health;

namespace TicketFlow.PrinterMonitor.Changes;

/// <summary>What is written down of a resource's health. Version 0: nothing was ever told.</summary>
/// <param name="Version">Of the newest change.</param>
/// <param name="Body">The newest change, or null.</param>
/// <param name="ReadAt">When the reading behind it was taken.</param>
internal sealed record KnownHealth(long Version, ResourceHealthChanged? Body, DateTimeOffset? ReadAt)
{
    public static KnownHealth Nothing { get; } = new(0, null, null);
}

/// <summary>One reading of one resource, or what a silence made of the last one.</summary>
/// <param name="Target">The resource.</param>
/// <param name="Health">How it is.</param>
/// <param name="Source">One of the contracts' <c>HealthSources</c>.</param>
/// <param name="At">When it was read.</param>
internal sealed record Observation(Fleet.FleetTarget Target, Health.PrinterHealth Health, string Source, DateTimeOffset At);
