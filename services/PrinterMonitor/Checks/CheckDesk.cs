using System.Collections.Concurrent;
using TicketFlow.Contracts.Health;
using TicketFlow.PrinterMonitor.Changes;
using TicketFlow.PrinterMonitor.Fleet;
using TicketFlow.PrinterMonitor.Health;
using TicketFlow.PrinterMonitor.Polling;

namespace TicketFlow.PrinterMonitor.Checks;

/// <summary>Looks at a resource at once (M-20). Many who ask for the same one while it is being looked at share the answer.</summary>
internal sealed class CheckDesk(FleetDirectory fleet, Poller poller, PollDesk desk, HurryCall hurry, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<ResourceCheckAnswered>>> _running = new(StringComparer.Ordinal);

    public Task<ResourceCheckAnswered> CheckAsync(string resource, string? reason, CancellationToken cancellation) =>
        _running.GetOrAdd(resource, name => new Lazy<Task<ResourceCheckAnswered>>(() => RunAsync(name, reason, cancellation))).Value;

    private async Task<ResourceCheckAnswered> RunAsync(string resource, string? reason, CancellationToken cancellation)
    {
        try
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            return await LookAsync(resource, reason, cancellation);
        }
        finally
        {
            _running.TryRemove(resource, out _);
        }
    }

    private async Task<ResourceCheckAnswered> LookAsync(string resource, string? reason, CancellationToken cancellation)
    {
        if (fleet.Find(resource) is not { } target || Enter(target) is not { } slot)
        {
            return new ResourceCheckAnswered(
                resource, clock.GetUtcNow(), HealthStatuses.Unknown, [], 0, 0, "Nobody asks this resource for its health.");
        }

        var isOwn = ReferenceEquals(slot, poller.Find(resource));
        try
        {
            var result = await desk.AskAsync(slot, ProbeEffort.Quick, reason, cancellation);
            if (!result.Answered || (!isOwn && result.Health?.Status == HealthStatus.Offline))
            {
                // It had a second. A poll in turn is more patient, and decides whether it is gone; and whoever polls a faulty one must know
                // that it is to be polled more often.
                await hurry.TellAsync([resource], cancellation);
            }

            return AnswerOf(resource, result, clock.GetUtcNow());
        }
        finally
        {
            slot.Leave();
            if (isOwn)
            {
                poller.Asked(slot);
            }
        }
    }

    /// <summary>
    /// The poller's own slot, which knows the device already; a fresh one when another monitor has it, or a poll is waiting for its
    /// answer.
    /// </summary>
    private PollSlot? Enter(FleetTarget target)
    {
        var known = poller.Find(target.Resource);
        if (known?.TryEnter() == true)
        {
            return known;
        }

        var fresh = desk.Open(target);
        if (fresh is not null)
        {
            fresh.TryEnter();
            (fresh.Last, fresh.Misses) = (known?.Last, known?.Misses ?? 0);
        }

        return fresh;
    }

    private static ResourceCheckAnswered AnswerOf(string resource, PollResult result, DateTimeOffset at)
    {
        if (result is { Answered: true, Health: { } health })
        {
            return new ResourceCheckAnswered(
                resource, at, HealthFacts.StatusOf(health.Status),
                [.. health.Causes.Select(StateReasons.KeywordOf).Distinct(StringComparer.Ordinal)],
                1, result.Known.Version, result.Known.Body?.Text);
        }

        return new ResourceCheckAnswered(
            resource, at, result.Known.Body?.Status ?? HealthStatuses.Unknown, result.Known.Body?.Causes ?? [], 0, result.Known.Version,
            result.Problem);
    }
}
