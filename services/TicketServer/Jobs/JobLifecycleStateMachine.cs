using MassTransit;
using TicketFlow.Contracts.Agents;
using TicketFlow.Messaging.Wire;
using TicketFlow.TicketServer.Access;
using TicketFlow.TicketServer.Border;
using TicketFlow.TicketServer.Jobs.Rules;

namespace TicketFlow.TicketServer.Jobs;

/// <summary>
/// The life of a job: which message means something in which state, and which is ignored there. What it means is decided by the pure rules
/// in
/// <c>Rules/</c>; the state that follows is the fold of the decided events. The go-ahead itself is no message to the saga: the dispatcher
/// appends it to the stream of a waiting job. Every message is answered or ignored in every state; a pair that is missing stops the start
/// (docs/lifecycle.md is written from here).
/// </summary>
public sealed class JobLifecycleStateMachine : MassTransitStateMachine<JobLifecycleSaga>
{
    private readonly TimeProvider _clock;
    private readonly JobTiming _timing;
    private readonly IAdmission _admission;
    private readonly IStrangers _strangers;
    private readonly LifecycleTable _table = new();

    public JobLifecycleStateMachine(TimeProvider clock, JobTiming timing, IAdmission admission, IStrangers strangers)
    {
        (_clock, _timing, _admission, _strangers) = (clock, timing, admission, strangers);
        InstanceState(saga => saga.CurrentState);
        Correlate();

        State[] ended = [Completed, Failed, Interrupted, Cancelled, Refused];
        State[] underWay = [Released, Starting, Printing, Suspect];

        Initially(When(TicketRequested).ThenAsync(OpenAsync));
        During([Opened, Waiting, Held, .. underWay, Removing, .. ended], TicketRequested,
            When(TicketRequested).Then(c => c.Saga.Take(TicketDecider.Again(c.Saga.Job!, c.Message, Now()), AgentActor(c.Message.Agent))));

        Answer(DescriptionGiven, TransferRules.Describe, Opened, Waiting, Held);
        Disregard(DescriptionGiven, [.. underWay, Removing, .. ended]);

        Answer(GoAheadReceived, (job, m) => TransferRules.Confirm(job, m, Now()), Released, Suspect);
        Disregard(GoAheadReceived, [Opened, Waiting, Held, Starting, Printing, Removing, .. ended]);

        // Held: the ladder settled a silent job as never started, but it had.
        Answer(StartReported, (job, m) => TransferRules.Start(job, m, Now()), Released, Starting, Suspect, Held);
        Disregard(StartReported, [Opened, Waiting, Printing, Removing, .. ended]);

        Answer(StartFailureReported, (job, m) => TransferRules.StartFailed(job, m, Now()), Released, Starting, Suspect, Held);
        Answer(StartFailureReported, (job, m) => RemovalRules.Ended(job, m.Attempt, 0), Removing);
        Disregard(StartFailureReported, [Opened, Waiting, Printing, .. ended]);

        // A report may come late, after the ladder gave the job up: what it says about the paper is still true.
        Answer(CompletionReported, (job, m) => TransferRules.Complete(job, m, Now()), [Waiting, Held, .. underWay, Removing, Interrupted]);
        Disregard(CompletionReported, [Opened, Completed, Failed, Cancelled, Refused]);

        Answer(FailureReported, (job, m) => TransferRules.Fail(job, m, Now()), [Waiting, Held, .. underWay]);
        Answer(FailureReported, (job, m) => RemovalRules.Ended(job, m.Attempt, m.BytesSent), Removing);
        Disregard(FailureReported, [Opened, .. ended]);

        Answer(InterruptionReported, TransferRules.Interrupt, [Waiting, Held, .. underWay]);
        Answer(InterruptionReported, (job, m) => RemovalRules.Ended(job, m.Attempt, m.BytesSent), Removing);
        Disregard(InterruptionReported, [Opened, .. ended]);

        Answer(StopReported, (job, m) => RemovalRules.Stopped(job, m.BytesSent), Removing);
        Disregard(StopReported, [Opened, Waiting, Held, .. underWay, .. ended]);

        Answer(CancelRequested, (job, m) =>
            RemovalRules.Remove(job, m.Code ?? StopCodes.ByUser, Now()), [Opened, Waiting, Held, .. underWay, Removing]);
        Disregard(CancelRequested, ended);

        During([Opened, Waiting, Held, .. underWay, Removing, .. ended], MoveRequested, When(MoveRequested).ThenAsync(MoveAsync));

        Answer(WaitRequested, (job, _) => QueueRules.Wait(job), Waiting, Held);
        Disregard(WaitRequested, [Opened, .. underWay, Removing, .. ended]);

        Answer(HoldRequested, QueueRules.Hold, [Opened, Waiting, Held, .. underWay, Removing, .. ended]);
        Answer(YieldRequested, (job, m) => QueueRules.Yield(job, m, Now()), [Opened, Waiting, Held, .. underWay, Removing, .. ended]);
        Answer(ResendRequested, QueueRules.Resend, [Opened, Waiting, Held, .. underWay, Removing, .. ended]);

        During([Opened, Waiting, Held, .. underWay, Removing, .. ended], JobStated,
            When(JobStated).Then(c => TakeFromOwner(c.Saga, c.Message.Agent, job => ReconcileRules.Reconcile(job, c.Message, Now()))));
        During([Opened, Waiting, Held, .. underWay, Removing, .. ended], Ordered, When(Ordered).ThenAsync(OrderAsync));

        During([Opened, Held, .. underWay, Removing], DeadlinePassed,
            When(DeadlinePassed).Then(c => c.Saga.Take(SilenceRules.Expire(c.Saga.Job!, c.Message, Now()), JobLifecycleSaga.ServerActor)));
        Disregard(DeadlinePassed, [Waiting, .. ended]);

        _table.DemandComplete(States.Where(s => s != Initial && s != Final), Events);
    }

    public State Opened { get; private set; } = null!;

    public State Waiting { get; private set; } = null!;

    public State Held { get; private set; } = null!;

    public State Released { get; private set; } = null!;

    public State Starting { get; private set; } = null!;

    public State Printing { get; private set; } = null!;

    public State Suspect { get; private set; } = null!;

    public State Removing { get; private set; } = null!;

    public State Completed { get; private set; } = null!;

    public State Failed { get; private set; } = null!;

    public State Interrupted { get; private set; } = null!;

    public State Cancelled { get; private set; } = null!;

    public State Refused { get; private set; } = null!;

    public Event<AgentMessage<TicketRequest>> TicketRequested { get; private set; } = null!;

    public Event<AgentMessage<JobDescription>> DescriptionGiven { get; private set; } = null!;

    public Event<AgentMessage<GoAheadReceipt>> GoAheadReceived { get; private set; } = null!;

    public Event<AgentMessage<StartReport>> StartReported { get; private set; } = null!;

    public Event<AgentMessage<StartFailure>> StartFailureReported { get; private set; } = null!;

    public Event<AgentMessage<CompletionReport>> CompletionReported { get; private set; } = null!;

    public Event<AgentMessage<TransferFailure>> FailureReported { get; private set; } = null!;

    public Event<AgentMessage<InterruptionReport>> InterruptionReported { get; private set; } = null!;

    public Event<AgentMessage<StopReport>> StopReported { get; private set; } = null!;

    public Event<AgentMessage<CancelRequest>> CancelRequested { get; private set; } = null!;

    public Event<AgentMessage<MoveRequest>> MoveRequested { get; private set; } = null!;

    public Event<AgentMessage<WaitRequest>> WaitRequested { get; private set; } = null!;

    public Event<AgentMessage<HoldRequest>> HoldRequested { get; private set; } = null!;

    public Event<AgentMessage<YieldRequest>> YieldRequested { get; private set; } = null!;

    public Event<AgentMessage<ResendRequest>> ResendRequested { get; private set; } = null!;

    public Event<HeldJobStated> JobStated { get; private set; } = null!;

    public Event<OperatorOrder> Ordered { get; private set; } = null!;

    public Event<DeadlineExpired> DeadlinePassed { get; private set; } = null!;

    /// <summary>What is answered and what is ignored, state by state.</summary>
    public LifecycleTable Table => _table;

    private void Correlate()
    {
        Event(() => TicketRequested, e => e.CorrelateById(c => JobId.ToCorrelationId(JobId.Of(c.Message.Agent, c.Message.Body.Key!))));
        Event(() => DescriptionGiven, e => OfKnownJob(e, body => body.JobId!));
        Event(() => GoAheadReceived, e => OfKnownJob(e, body => body.JobId!));
        Event(() => StartReported, e => OfKnownJob(e, body => body.JobId!));
        Event(() => StartFailureReported, e => OfKnownJob(e, body => body.JobId!));
        Event(() => CompletionReported, e => OfKnownJob(e, body => body.JobId!));
        Event(() => FailureReported, e => OfKnownJob(e, body => body.JobId!));
        Event(() => InterruptionReported, e => OfKnownJob(e, body => body.JobId!));
        Event(() => StopReported, e => OfKnownJob(e, body => body.JobId!));
        Event(() => CancelRequested, e => OfKnownJob(e, body => body.JobId!));
        Event(() => MoveRequested, e => OfKnownJob(e, body => body.JobId!));
        Event(() => WaitRequested, e => OfKnownJob(e, body => body.JobId!));
        Event(() => HoldRequested, e => OfKnownJob(e, body => body.JobId!));
        Event(() => YieldRequested, e => OfKnownJob(e, body => body.JobId!));
        Event(() => ResendRequested, e => OfKnownJob(e, body => body.JobId!));
        Event(() => JobStated, e => OfInternal(e, m => m.JobId));
        Event(() => Ordered, e => OfInternal(e, m => m.JobId));
        Event(() => DeadlinePassed, e => OfInternal(e, m => m.JobId));
    }

    private void OfKnownJob<T>(IEventCorrelationConfigurator<JobLifecycleSaga, AgentMessage<T>> configure, Func<T, string> jobId)
        where T : class
    {
        configure.CorrelateById(c => JobId.ToCorrelationId(jobId(c.Message.Body)));
        configure.OnMissingInstance(missing => missing.Execute(c => _strangers.Refuse(c.Message.Agent, jobId(c.Message.Body))));
    }

    private static void OfInternal<T>(IEventCorrelationConfigurator<JobLifecycleSaga, T> configure, Func<T, string> jobId)
        where T : class
    {
        configure.CorrelateById(c => JobId.ToCorrelationId(jobId(c.Message)));
        configure.OnMissingInstance(missing => missing.Discard());
    }

    private void Answer<T>(Event<AgentMessage<T>> @event, Func<JobState, T, Decision> decide, params IReadOnlyList<State> states)
        where T : class => During(
            states, @event, When(@event).Then(c => TakeFromOwner(c.Saga, c.Message.Agent, job => decide(job, c.Message.Body))));

    private void During<T>(IReadOnlyList<State> states, Event<T> @event, EventActivityBinder<JobLifecycleSaga, T> activity)
        where T : class
    {
        During(states, activity);
        _table.Note(states, @event, answered: true);
    }

    private void Disregard<T>(Event<T> @event, params IReadOnlyList<State> states)
        where T : class
    {
        During(states, Ignore(@event));
        _table.Note(states, @event, answered: false);
    }

    /// <summary>A message is only taken from the job's own agent: knowing a job id proves nothing.</summary>
    private void TakeFromOwner(JobLifecycleSaga saga, string agent, Func<JobState, Decision> decide)
    {
        if (saga.Job!.Agent == agent)
        {
            saga.Take(decide(saga.Job), AgentActor(agent));
        }
        else
        {
            _strangers.Refuse(agent, saga.Job.JobId);
        }
    }

    private async Task OpenAsync(BehaviorContext<JobLifecycleSaga, AgentMessage<TicketRequest>> context)
    {
        var request = context.Message;
        var admission = request.Problems.Count == 0 ? await _admission.CheckAsync(request.Body, context.CancellationToken) : null;
        context.Saga.Take(TicketDecider.Open(request, admission, Now()), AgentActor(request.Agent));
    }

    private async Task MoveAsync(BehaviorContext<JobLifecycleSaga, AgentMessage<MoveRequest>> context)
    {
        var (job, body) = (context.Saga.Job!, context.Message.Body);
        var admission = await _admission.CheckMoveAsync(job.Domain, job.User, body.Printer, context.CancellationToken);
        TakeFromOwner(context.Saga, context.Message.Agent, owned => QueueRules.Move(owned, body.Printer!, admission, body.Sequence, Now()));
    }

    private async Task OrderAsync(BehaviorContext<JobLifecycleSaga, OperatorOrder> context)
    {
        var order = context.Message;
        var admission = order.Action == OperatorActions.Move
            ? await _admission.CheckMoveAsync(null, null, order.Argument, context.CancellationToken)
            : null;
        context.Saga.Take(OperatorRules.Order(context.Saga.Job!, order, admission, Now()), "operator:" + order.By);
    }

    private static string AgentActor(string agent) => "agent:" + agent;

    private DecisionContext Now() => new(_clock.GetUtcNow(), _timing);
}
