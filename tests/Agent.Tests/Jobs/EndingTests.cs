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
    public void A_stop_order_for_a_waiting_job_ends_it_and_is_confirmed() =>
        Events(Accepted, HasId, Queued).When(new CancelOrderArrived("operator")).Then(
            [new JobCancelled("operator", Now, ServerKnows: true)], new Say(MessageTypes.StopReport), new DropDocument());

    [Fact]
    public void A_stop_order_that_keeps_the_document_leaves_a_waiting_job_waiting() =>
        Events(Accepted, HasId, Queued).When(new CancelOrderArrived("moved", Keep: true)).Then([], new Say(MessageTypes.StopReport));

    [Fact]
    public void A_stop_order_stops_a_running_transfer_once()
    {
        var first = Events(Accepted, HasId, Queued, Starting, Sending).When(new CancelOrderArrived("operator"))
            .Then([new StopOrdered("operator")], new StopTransfer());
        new Given(first.State).When(new CancelOrderArrived("operator")).ThenNothing();
    }

    [Fact]
    public void A_stopped_transfer_is_confirmed_with_what_had_left() =>
        Events(Accepted, HasId, Queued, Starting, Sending, new StopOrdered("operator"))
            .When(new TransferBroke("agent-internal", "broken off", 200, AnyByteLeft: true, Tries: 1))
            .Then(
                [new ProgressNoted(200), new JobCancelled("operator", Now, ServerKnows: true)],
                new Say(MessageTypes.StopReport),
                new DropDocument());

    [Fact]
    public void A_transfer_stopped_for_a_move_keeps_its_document_and_obeys_the_next_go_ahead()
    {
        var stopped = Events(Accepted, HasId, Queued, Starting, Sending, new StopOrdered("moved", Keep: true))
            .When(new TransferBroke("agent-internal", "broken off", 200, AnyByteLeft: true, Tries: 1))
            .Then([new TransferStopped(200)], new Say(MessageTypes.StopReport));
        new Given(stopped.State).When(GoAhead(2)).Then([new GoAheadTaken(2, "p:9100", "raw", 10)], new StartTransfer());
    }

    [Fact]
    public void A_transfer_that_was_done_before_the_stop_reached_it_is_completed() =>
        Events(Accepted, HasId, Queued, Starting, Sending, new StopOrdered("operator")).When(new TransferSucceeded(1000, 12))
            .Then([Sent], new Say(MessageTypes.CompletionReport), new DropDocument());

    [Fact]
    public void A_stop_order_for_an_ended_job_is_confirmed() =>
        Events(Accepted, HasId, Queued, Starting, Sending, Sent).When(new CancelOrderArrived("operator"))
            .Then([], new Say(MessageTypes.StopReport));

    [Fact]
    public void A_user_who_cancels_a_job_the_server_knows_asks_the_server() =>
        Events(Accepted, HasId, Queued).When(new UserCancelled("user"))
            .Then([new CancelAsked("user")], new Say(MessageTypes.CancelRequest));

    [Fact]
    public void A_job_cancelled_before_its_id_came_is_cancelled_at_the_server_when_the_id_comes()
    {
        var cancelled = Events(Accepted).When(new UserCancelled("user"))
            .Then([new JobCancelled("user", Now, ServerKnows: false)], new Ask(), new DropDocument());
        cancelled.State.NeedsAnswer.ShouldBeTrue();
        var known = new Given(cancelled.State).When(Ticket(JobStates.Waiting)).Then([HasId], new Say(MessageTypes.CancelRequest));
        known.State.NeedsAnswer.ShouldBeFalse();
        new Given(known.State).When(new ReportConfirmed(MessageTypes.CancelRequest, 0)).Then([new ReportDelivered()])
            .State.IsClosed.ShouldBeTrue();
    }

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
            .Then([new JobInterrupted(Now, Kept: true)], new Say(MessageTypes.InterruptionReport));

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
