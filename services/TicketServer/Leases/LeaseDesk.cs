using TicketFlow.Contracts.Agents;
using TicketFlow.Messaging.Outgoing;
using TicketFlow.Messaging.Wire;
using TicketFlow.TicketServer.Access;
using TicketFlow.TicketServer.Health;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.TicketServer.Leases;

/// <summary>
/// Answers agents about leases. Each answer is the lease as it stands, so a message that comes twice gets the same one; what is recorded is
/// recorded on the resource's stream at the version it was decided on, so two who ask at the same time cannot both have it.
/// </summary>
public sealed class LeaseDesk(
    ResourceRunner runner, LeaseRows rows, IAdmission admission, IAgentPostOffice post, JobOrder order, CommitResilience resilience,
    LeaseOptions options, TimeProvider clock)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    private long? _looked;
    private long _since;

    /// <summary>LR1: grants or refuses.</summary>
    public async Task AskAsync(string agent, LeaseRequest request, CancellationToken cancellation)
    {
        var id = JobId.Of(agent, request.Key!);
        using var turn = await order.TakeTurnAsync(JobId.ToCorrelationId(id), cancellation);
        var name = request.Resource!.ToLowerInvariant();
        var refusal = await resilience.Pipeline.ExecuteAsync(
            async token => (await admission.CheckLeaseAsync(request.Domain, request.User, request.Resource, token)).Refusal, cancellation);
        var wish = new LeaseWish(
            id, agent, request.Domain!, request.User!, request.Seconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            clock.GetUtcNow(), options.Silence);
        var decision = new LeaseDecision([]);
        await runner.RunAsync(
            name,
            state =>
            {
                decision = LeaseDecider.Ask(state, wish, refusal);
                return decision.Events;
            },
            cancellation, agent);
        if (decision.Refusal is { } no)
        {
            post.Post(agent, new Refusal(request.Sequence, no.Code, no.Text, HelpdeskText: no.HelpdeskText));
            return;
        }

        await TellAsync(agent, new Question(request.Sequence, id, name, request.Key), cancellation);
    }

    /// <summary>LK1: the agent is there, and its user keeps the resource.</summary>
    public Task KeepAsync(string agent, LeaseRenewal renewal, CancellationToken cancellation) =>
        TellAsync(agent, new Question(renewal.Sequence, renewal.LeaseId!, renewal.Resource!.ToLowerInvariant()), cancellation);

    /// <summary>LD1: the user gives it back.</summary>
    public async Task ReturnAsync(string agent, LeaseReturn returned, CancellationToken cancellation)
    {
        var (id, name) = (returned.LeaseId ?? JobId.Of(agent, returned.Key!), returned.Resource!.ToLowerInvariant());
        using var turn = await order.TakeTurnAsync(JobId.ToCorrelationId(id), cancellation);
        var reason = LeaseEnds.Returned;
        await runner.RunAsync(
            name,
            state =>
            {
                reason = ReasonOf(state, id, agent) ?? LeaseEnds.Returned;

                // Without an id the agent never had it: it lasted no time, and nobody pays for it.
                return LeaseDecider.Return(state, id, agent, returned.LeaseId is null ? DateTimeOffset.MinValue : clock.GetUtcNow());
            },
            cancellation, agent);
        post.Post(agent, Ended(new Question(returned.Sequence, id, name, returned.Key), reason));
    }

    /// <summary>An operator's order.</summary>
    public Task TakeAwayAsync(LeaseOrder wanted, CancellationToken cancellation) => EndAsync(
        wanted.Agent, wanted.Resource, wanted.LeaseId, state => LeaseDecider.TakeAway(state, wanted.LeaseId, clock.GetUtcNow()),
        "operator:" + wanted.By, cancellation);

    /// <summary>
    /// Ends the leases whose time has come. For silence only after some seconds of looking: what agents said while no server or database
    /// was there waits at the broker, and they say it again every 10 s. Called by one loop.
    /// </summary>
    public async Task EndDueAsync(CancellationToken cancellation)
    {
        var at = clock.GetTimestamp();
        if (_looked is not { } last || clock.GetElapsedTime(last, at) > Grace)
        {
            _since = at;
        }

        var ended = await rows.ClaimAsync(clock.GetUtcNow(), clock.GetElapsedTime(_since, at) >= Grace, cancellation);
        _looked = at;
        foreach (var due in ended)
        {
            await EndAsync(
                due.Agent, due.Resource, due.LeaseId, state => LeaseDecider.Expire(state, due.LeaseId, due.SilentAt),
                JobLifecycleSaga.ServerActor, cancellation);
        }
    }

    private static string? ReasonOf(ResourceState? state, string leaseId, string agent) =>
        state?.Use?.Ended(leaseId) is { } past && past.Agent == agent ? past.Reason : null;

    private static LeaseState Ended(Question question, string reason) =>
        new(question.Number, question.LeaseId, question.Resource, LeaseStates.Ended, Code: reason, Key: question.Key);

    private async Task EndAsync(
        string agent, string resource, string leaseId, Func<ResourceState?, IReadOnlyList<ResourceEvent>> decide, string actor,
        CancellationToken cancellation)
    {
        IReadOnlyList<ResourceEvent> events = [];
        await runner.RunAsync(resource, state => events = decide(state), cancellation, actor);
        if (events is [LeaseEnded ended])
        {
            post.Post(agent, Ended(new Question(0, leaseId, resource), ended.Reason));
        }
    }

    /// <summary>The lease as it stands; a word about it is a sign of life, so it is renewed.</summary>
    private async Task TellAsync(string agent, Question question, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var standing = await resilience.Pipeline.ExecuteAsync(
            async token => await rows.RenewAsync(question.LeaseId, agent, now + options.Silence, token), cancellation);
        if (standing is not null)
        {
            post.Post(agent, new LeaseState(
                question.Number, question.LeaseId, standing.Resource, LeaseStates.Granted, SecondsTo(standing.SilentAt, now),
                SecondsTo(standing.Until, now), Key: question.Key));
            return;
        }

        string? reason = null;
        await runner.RunAsync(
            question.Resource,
            state =>
            {
                reason = ReasonOf(state, question.LeaseId, agent);
                return [];
            },
            cancellation);
        post.Post(agent, Ended(question, reason ?? LeaseEnds.Silent));
    }

    private static int SecondsTo(DateTimeOffset end, DateTimeOffset now) => (int)Math.Max(0, (end - now).TotalSeconds);

    /// <summary>What an answer answers.</summary>
    private sealed record Question(long Number, string LeaseId, string Resource, string? Key = null);
}
