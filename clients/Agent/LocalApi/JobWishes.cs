using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TicketFlow.Agent.Broker;
using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Options;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.LocalApi;

/// <summary>What a user wants of a job. Each waits, for a bounded time, for the server's word.</summary>
internal sealed class JobWishes(
    JobLifecycle jobs, OutgoingQueue outgoing, LinkCondition condition, BrokerOptions options, TimeProvider clock)
{
    /// <summary>Null when it is done, else why it is not.</summary>
    public Task<LocalError?> CancelAsync(JobEntry entry, CancellationToken cancellationToken) =>
        entry.State is { IsEnded: true, DocumentKept: false, Phase: not JobPhase.Cancelled }
            ? TooLate("The job has ended already.")
            : AskAsync(
                entry,
                () => jobs.Apply(entry, new UserCancelled(StopCodes.ByUser)),
                (state, _) => state is { IsEnded: true, DocumentKept: false },
                cancellationToken);

    public Task<LocalError?> MoveAsync(JobEntry entry, string to, CancellationToken cancellationToken) => AskOpenAsync(
        entry,
        (n, id) => Message(MessageTypes.MoveRequest, new MoveRequest(n, id, to), AgentJson.Default.MoveRequest),
        (state, answered) => answered && (string.Equals(state.Printer, to, StringComparison.OrdinalIgnoreCase) || state.IsEnded),
        cancellationToken);

    /// <summary>The server has nothing to say to it: what counts is that the user was asked and has answered.</summary>
    public Task<LocalError?> WaitAsync(JobEntry entry)
    {
        if (entry.State.IsEnded)
        {
            return TooLate("The job has ended already.");
        }

        jobs.Apply(entry, new UserWaits());
        return Task.FromResult<LocalError?>(null);
    }

    public Task<LocalError?> HoldAsync(JobEntry entry, bool hold, CancellationToken cancellationToken) => AskOpenAsync(
        entry,
        (n, id) => Message(MessageTypes.HoldRequest, new HoldRequest(n, id, hold), AgentJson.Default.HoldRequest),
        (state, answered) => answered && (state.ServerState == JobStates.Held) == hold,
        cancellationToken);

    public Task<LocalError?> YieldAsync(JobEntry entry, CancellationToken cancellationToken) => AskOpenAsync(
        entry,
        (n, id) => Message(MessageTypes.YieldRequest, new YieldRequest(n, id), AgentJson.Default.YieldRequest),
        (_, answered) => answered,
        cancellationToken);

    public Task<LocalError?> ResendAsync(JobEntry entry, CancellationToken cancellationToken)
    {
        if (entry.State.Phase is not (JobPhase.Interrupted or JobPhase.Failed))
        {
            return TooLate("Only an interrupted or failed job can be sent again.");
        }

        return ResendDecisions.IsPossible(entry.State)
            ? AskAsync(entry, () => jobs.Apply(entry, new UserResends()), (state, _) => !state.IsEnded, cancellationToken)
            : Task.FromResult<LocalError?>(new LocalError(
                RefusalCodes.DocumentGone, "The document of this job is no longer kept. Print it again from its application."));
    }

    private Task<LocalError?> AskOpenAsync(
        JobEntry entry, Func<long, string, OutgoingMessage> compose, Func<JobState, bool, bool> settled,
        CancellationToken cancellationToken) => entry.State switch
        {
            { IsEnded: true } => TooLate("The job has ended already."),
            { JobId: { } id } => AskAsync(entry, () => outgoing.Post(compose(outgoing.NextSequence(), id)), settled, cancellationToken),
            _ => Task.FromResult<LocalError?>(new LocalError(
                AgentErrors.ServerSilent, "The ticket server has not answered for this job yet; ask again when it has.")),
        };

    /// <param name="ask">Posts the request.</param>
    /// <param name="settled">Whether the job is as wished; told whether the server has said anything about it since.</param>
    private async Task<LocalError?> AskAsync(
        JobEntry entry, Action ask, Func<JobState, bool, bool> settled, CancellationToken cancellationToken)
    {
        var (words, number) = (entry.Words, outgoing.LastSequence);
        using var limit = new CancellationTokenSource(options.AnswerWait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        ask();
        try
        {
            while (true)
            {
                var change = entry.NextChange();
                if (entry.Refusal is { } refusal && refusal.Sequence > number)
                {
                    return new LocalError(refusal.Code, refusal.Text, NoticeDecisions.AlternativesOf(refusal.Alternatives));
                }

                if (settled(entry.State, entry.Words != words))
                {
                    return null;
                }

                await change.WaitAsync(either.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Silent();
        }
    }

    private LocalError Silent() => condition.Fault is var (code, text)
        ? new LocalError(code, text)
        : new LocalError(
            AgentErrors.ServerSilent, "The ticket server has not answered yet. The request is on its way and takes effect when it does.");

    private static OutgoingMessage Message<T>(string type, T body, JsonTypeInfo<T> json) =>
        new(type, JsonSerializer.SerializeToUtf8Bytes(body, json));

    private static Task<LocalError?> TooLate(string text) => Task.FromResult<LocalError?>(new LocalError(RefusalCodes.TooLate, text));
}
