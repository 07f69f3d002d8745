using TicketFlow.Agent.Jobs;
using TicketFlow.Contracts.Agents;
using static TicketFlow.Agent.Tests.Jobs.Given;

namespace TicketFlow.Agent.Tests.Jobs;

/// <summary>Refusal, cancelling and the restart of the agent.</summary>
public sealed class EndingTests
{
    private static readonly RefusalArrived Refusal = new("printer-unknown", "no such printer");

    [Fact]
    public void A_refused_job_drops_its_document() =>
        Events(Accepted).When(Refusal).Then([new JobRefused("printer-unknown", "no such printer", Now)], new DropDocument());

    [Fact]
    public void A_refusal_twice_decides_nothing_the_second_time()
    {
        var first = Events(Accepted).When(Refusal);
        first.State.IsClosed.ShouldBeTrue();
        new Given(first.State).When(Refusal).ThenNothing();
    }

    [Fact]
    public void A_late_refusal_does_not_stop_a_transfer() =>
        Events(Accepted, HasId, Queued, Starting, Sending).When(Refusal).ThenNothing();

    [Fact]
    public void A_refusal_after_a_failed_start_ends_the_job_with_the_starts_reason() =>
        Events(Accepted, HasId, Queued, Starting, new StartFailed("connection-refused", "nobody", 3)).When(Refusal)
            .Then([new TransferFailed(0, "connection-refused", "nobody", Now), new ReportDelivered()], new DropDocument());

    [Fact]
    public void A_cancel_order_for_a_waiting_job_ends_it() =>
        Events(Accepted, HasId, Queued).When(new CancelOrderArrived("operator"))
            .Then([new JobCancelled("operator", Now, ServerKnows: true)], new DropDocument());

    [Fact]
    public void A_user_who_cancels_a_waiting_job_is_reported() =>
        Events(Accepted, HasId, Queued).When(new UserCancelled("user"))
            .Then([new JobCancelled("user", Now, ServerKnows: false)], new Say(MessageTypes.CancelRequest), new DropDocument());

    [Fact]
    public void A_cancel_order_stops_a_running_transfer_once()
    {
        var first = Events(Accepted, HasId, Queued, Starting, Sending).When(new CancelOrderArrived("operator"))
            .Then([new StopOrdered("operator")], new StopTransfer());
        new Given(first.State).When(new CancelOrderArrived("operator")).ThenNothing();
    }

    [Fact]
    public void A_stopped_transfer_is_reported_with_the_orders_code() =>
        Events(Accepted, HasId, Queued, Starting, Sending, new StopOrdered("operator"))
            .When(new TransferBroke("agent-internal", "broken off", 200, AnyByteLeft: true, Tries: 1))
            .Then([new TransferFailed(200, "operator", "broken off", Now)], new Say(MessageTypes.TransferFailure), new DropDocument());

    [Fact]
    public void A_start_that_was_stopped_is_cancelled() =>
        Events(Accepted, HasId, Queued, Starting, new StopOrdered("operator"))
            .When(new TransferBroke("agent-internal", "broken off", 0, AnyByteLeft: false, Tries: 1))
            .Then([new JobCancelled("operator", Now, ServerKnows: false)], new Say(MessageTypes.CancelRequest), new DropDocument());

    [Fact]
    public void Cancelling_an_ended_job_does_nothing() =>
        Events(Accepted, HasId, Queued, Starting, Sending, Sent).When(new UserCancelled("user")).ThenNothing();

    [Fact]
    public void Restarted_an_accepted_job_asks() => Events(Accepted).When(new AgentRestarted()).Then([], new Ask());

    [Fact]
    public void Restarted_a_waiting_job_waits() => Events(Accepted, HasId, Queued).When(new AgentRestarted()).ThenNothing();

    [Fact]
    public void Restarted_a_starting_job_waits_for_the_same_go_ahead() =>
        Events(Accepted, HasId, Queued, Starting).When(new AgentRestarted()).Then([new StartAbandoned()]).State
            .ShouldBe(Events(Accepted, HasId, Queued, Starting).State with { Phase = JobPhase.Waiting, Attempt = 0 });

    [Fact]
    public void Restarted_a_sending_job_is_interrupted() =>
        Events(Accepted, HasId, Queued, Starting, Sending).When(new AgentRestarted())
            .Then([new JobInterrupted(Now)], new Say(MessageTypes.InterruptionReport), new DropDocument());

    [Fact]
    public void Restarted_a_sent_job_reports_again() =>
        Events(Accepted, HasId, Queued, Starting, Sending, Sent).When(new AgentRestarted())
            .Then([], new Say(MessageTypes.CompletionReport));

    [Fact]
    public void Restarted_a_closed_job_does_nothing() =>
        Events(Accepted, HasId, Queued, Starting, Sending, Sent, new ReportDelivered()).When(new AgentRestarted()).ThenNothing();

    [Fact]
    public void Restarted_a_job_whose_document_never_came_is_taken_back() =>
        Events(Opened, HasId).When(new AgentRestarted()).Then(
            [new JobCancelled(JobDecider.SubmissionBrokenOff, Now, ServerKnows: false)],
            new Say(MessageTypes.CancelRequest),
            new DropDocument());
}
