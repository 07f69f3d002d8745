using TicketFlow.Contracts.Health;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.TicketServer.Health;

/// <summary>What the monitor's word does to a resource. Pure; a repetition and an older word do nothing.</summary>
public static class HealthDecider
{
    /// <summary>The monitor, as the source of stops. Stored; never rename.</summary>
    public const string Monitor = "monitor";

    /// <summary>
    /// A smaller number counts as new only when it was seen this much later: then the monitor's tables were lost and it began again.
    /// </summary>
    private static readonly TimeSpan BeganAgain = TimeSpan.FromMinutes(1);

    /// <summary>A change of health (patent step 7-1, M-17).</summary>
    public static IReadOnlyList<ResourceEvent> Decide(ResourceState? state, ResourceHealthChanged change)
    {
        if (state is null || !IsNews(state, change))
        {
            return [];
        }

        var reported = Reported(change);
        if (change.Status == HealthStatuses.Stopped && state.Health != ResourceHealth.Stopped)
        {
            return [reported, new ResourceStopped(change.Resource, change.Causes, HealthWords.Sentence(change), Monitor)];
        }

        // What an operator stopped, an operator starts.
        return ResourceHealth.Works(change.Status) && state is { Health: ResourceHealth.Stopped, StoppedBy: Monitor }
            ? [reported, new ResourceWorks(change.Resource, Monitor)]
            : [reported];
    }

    /// <summary>
    /// The answer to a check (M-20): a queue that waits for it goes on when the device itself said that it works. Otherwise its wait runs
    /// out by itself, or a change stops it.
    /// </summary>
    public static IReadOnlyList<ResourceEvent> Decide(ResourceState? state, ResourceCheckAnswered answer) =>
        state is { Health: not ResourceHealth.Stopped } && answer.Answered == 1 && ResourceHealth.Works(answer.Status)
            ? [new ResourceChecked(answer.Resource, Monitor)]
            : [];

    private static bool IsNews(ResourceState state, ResourceHealthChanged change) =>
        change.Version > state.HealthNumber
        || (change.Version < state.HealthNumber && change.At > state.HealthSeenAt + BeganAgain);

    private static ResourceHealthReported Reported(ResourceHealthChanged change) => new(
        change.Resource, change.Version, change.At, change.Status, change.Causes, change.Activity,
        [.. (change.Supplies ?? []).Select(s => new SupplyLevel(s.Kind, s.Colour, s.Step, s.Percent, s.Name))],
        [.. (change.Trays ?? []).Select(t => new TrayLevel(t.Name, t.Step, t.Percent))],
        change.Text, change.Source, change.Stale == 1);
}
