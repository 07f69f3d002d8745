using MassTransit;
using TicketFlow.Contracts.Agents;
using TicketFlow.Messaging.Wire;
using TicketFlow.TicketServer.Border;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.TicketServer.Jobs;

/// <summary>
/// The life of a job: which message means something in which state, and which is ignored there. What it means is decided by the pure rules
/// (<see cref="JobDecider"/>, <see cref="TicketDecider"/>); the state that follows is the fold of the decided events. The go-ahead itself is no
/// message to the saga: the dispatcher appends it to the stream of a waiting job.
/// </summary>
public sealed class JobLifecycleStateMachine : MassTransitStateMachine<JobLifecycleSaga>
{
    private readonly TimeProvider _clock;
    private readonly JobTiming _timing;
    private readonly IStrangers _strangers;

    public JobLifecycleStateMachine(TimeProvider clock, JobTiming timing, IResourceDirectory resources, IStrangers strangers)
    {
        _clock = clock;
        _timing = timing;
        _strangers = strangers;

        InstanceState(saga => saga.CurrentState);
        Correlate();

        Initially(When(TicketRequested).ThenAsync(async c =>
        {
            var resource = await resources.FindAsync(c.Message.Body.Printer, c.CancellationToken);
            c.Saga.Take(TicketDecider.Open(c.Message, resource, Now()), AgentActor(c.Message.Agent));
        }));

        During(Opened,
            OnTicketRequested(), OnDescription(), OnCancel(), OnDeadline(),
            Ignore(GoAheadReceived), Ignore(StartReported), Ignore(StartFailureReported), Ignore(CompletionReported), Ignore(FailureReported),
            Ignore(InterruptionReported));

        // A report may come late, after a silent agent's job went back into the queue: what it says about the paper is still true.
        During(Waiting,
            OnTicketRequested(), OnDescription(), OnCancel(), OnCompletion(), OnFailure(), OnInterruption(),
            Ignore(GoAheadReceived), Ignore(StartReported), Ignore(StartFailureReported), Ignore(DeadlinePassed));

        During(Released,
            OnTicketRequested(), OnReceipt(), OnStart(), OnStartFailure(), OnCompletion(), OnFailure(), OnInterruption(), OnDeadline(),
            Ignore(DescriptionGiven), Ignore(CancelRequested));

        During(Starting,
            OnTicketRequested(), OnStart(), OnStartFailure(), OnCompletion(), OnFailure(), OnInterruption(), OnDeadline(),
            Ignore(DescriptionGiven), Ignore(GoAheadReceived), Ignore(CancelRequested));

        During(Printing,
            OnTicketRequested(), OnCompletion(), OnFailure(), OnInterruption(), OnDeadline(),
            Ignore(DescriptionGiven), Ignore(GoAheadReceived), Ignore(StartReported), Ignore(StartFailureReported), Ignore(CancelRequested));

        During(Suspect,
            OnTicketRequested(), OnReceipt(), OnStart(), OnStartFailure(), OnCompletion(), OnFailure(), OnInterruption(), OnDeadline(),
            Ignore(DescriptionGiven), Ignore(CancelRequested));

        During([Completed, Failed, Interrupted, Cancelled, Refused],
            OnTicketRequested(),
            Ignore(DescriptionGiven), Ignore(GoAheadReceived), Ignore(StartReported), Ignore(StartFailureReported), Ignore(CompletionReported),
            Ignore(FailureReported), Ignore(InterruptionReported), Ignore(CancelRequested), Ignore(DeadlinePassed));
    }

    public State Opened { get; private set; } = null!;

    public State Waiting { get; private set; } = null!;

    public State Released { get; private set; } = null!;

    public State Starting { get; private set; } = null!;

    public State Printing { get; private set; } = null!;

    public State Suspect { get; private set; } = null!;

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

    public Event<AgentMessage<CancelRequest>> CancelRequested { get; private set; } = null!;

    public Event<DeadlineExpired> DeadlinePassed { get; private set; } = null!;

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
        Event(() => CancelRequested, e => OfKnownJob(e, body => body.JobId!));
        Event(() => DeadlinePassed, e =>
        {
            e.CorrelateById(c => JobId.ToCorrelationId(c.Message.JobId));
            e.OnMissingInstance(missing => missing.Discard());
        });
    }

    private void OfKnownJob<T>(IEventCorrelationConfigurator<JobLifecycleSaga, AgentMessage<T>> configure, Func<T, string> jobId)
        where T : class
    {
        configure.CorrelateById(c => JobId.ToCorrelationId(jobId(c.Message.Body)));
        configure.OnMissingInstance(missing => missing.Execute(c => _strangers.Refuse(c.Message.Agent, jobId(c.Message.Body))));
    }

    private EventActivityBinder<JobLifecycleSaga, AgentMessage<TicketRequest>> OnTicketRequested() =>
        When(TicketRequested).Then(c => c.Saga.Take(TicketDecider.Again(c.Saga.Job!, c.Message, Now()), AgentActor(c.Message.Agent)));

    private EventActivityBinder<JobLifecycleSaga, AgentMessage<JobDescription>> OnDescription() => On(DescriptionGiven, JobDecider.Describe);

    private EventActivityBinder<JobLifecycleSaga, AgentMessage<GoAheadReceipt>> OnReceipt() =>
        On(GoAheadReceived, (job, body) => JobDecider.Confirm(job, body, Now()));

    private EventActivityBinder<JobLifecycleSaga, AgentMessage<StartReport>> OnStart() =>
        On(StartReported, (job, body) => JobDecider.Start(job, body, Now()));

    private EventActivityBinder<JobLifecycleSaga, AgentMessage<StartFailure>> OnStartFailure() =>
        On(StartFailureReported, (job, body) => JobDecider.StartFailed(job, body, Now()));

    private EventActivityBinder<JobLifecycleSaga, AgentMessage<CompletionReport>> OnCompletion() =>
        On(CompletionReported, (job, body) => JobDecider.Complete(job, body, Now()));

    private EventActivityBinder<JobLifecycleSaga, AgentMessage<TransferFailure>> OnFailure() =>
        On(FailureReported, (job, body) => JobDecider.Fail(job, body, Now()));

    private EventActivityBinder<JobLifecycleSaga, AgentMessage<InterruptionReport>> OnInterruption() => On(InterruptionReported, JobDecider.Interrupt);

    private EventActivityBinder<JobLifecycleSaga, AgentMessage<CancelRequest>> OnCancel() => On(CancelRequested, (job, _) => JobDecider.Cancel(job));

    private EventActivityBinder<JobLifecycleSaga, DeadlineExpired> OnDeadline() =>
        When(DeadlinePassed).Then(c => c.Saga.Take(JobDecider.Expire(c.Saga.Job!, c.Message, Now()), JobLifecycleSaga.ServerActor));

    /// <summary>A message is only taken from the job's own agent: knowing a job id proves nothing.</summary>
    private EventActivityBinder<JobLifecycleSaga, AgentMessage<T>> On<T>(Event<AgentMessage<T>> @event, Func<JobState, T, Decision> decide)
        where T : class => When(@event).Then(c =>
        {
            if (c.Saga.Job!.Agent == c.Message.Agent)
            {
                c.Saga.Take(decide(c.Saga.Job, c.Message.Body), AgentActor(c.Message.Agent));
            }
            else
            {
                _strangers.Refuse(c.Message.Agent, c.Saga.Job.JobId);
            }
        });

    private static string AgentActor(string agent) => "agent:" + agent;

    private DecisionContext Now() => new(_clock.GetUtcNow(), _timing);
}
