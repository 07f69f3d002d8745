using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Tests.Jobs;
using TicketFlow.Contracts.Agents;
using static TicketFlow.Agent.Tests.Jobs.Given;

namespace TicketFlow.Agent.Tests.Life;

/// <summary>What a user's cancel and resend do in each state.</summary>
public sealed class WishDecisionTests
{
    private static readonly JobInterrupted Interrupted = new(Now, Kept: true);
    private static readonly TransferBroke BrokenOff = new("agent-internal", "broken off", 300, AnyByteLeft: true, Tries: 1);

    [Fact]
    public void A_cancelled_transfer_is_stopped_before_the_server_knows() =>
        Events(Accepted, HasId, Queued, Starting, Sending).When(new UserCancelled("user"))
            .Then([new StopOrdered("user", ByUser: true)], new StopTransfer());

    [Fact]
    public void A_transfer_is_cancelled_once() =>
        Events(Accepted, HasId, Queued, Starting, Sending, new StopOrdered("user", ByUser: true))
            .When(new UserCancelled("user")).ThenNothing();

    [Fact]
    public void When_the_cancelled_transfer_has_stopped_the_server_is_asked_and_then_answered_with_what_had_left()
    {
        var stopped = Events(Accepted, HasId, Queued, Starting, Sending, new StopOrdered("user", ByUser: true)).When(BrokenOff).Then(
            [new ProgressNoted(300), new JobCancelled("user", Now, ServerKnows: false)],
            new Say(MessageTypes.CancelRequest),
            new DropDocument());
        stopped.State.BytesSent.ShouldBe(300);
        new Given(stopped.State).When(new CancelOrderArrived("cancelled-by-user")).Then([], new Say(MessageTypes.StopReport));
    }

    [Fact]
    public void The_servers_order_during_a_users_stop_makes_the_stop_the_servers() =>
        Events(Accepted, HasId, Queued, Starting, Sending, new StopOrdered("x", ByUser: true)).When(new CancelOrderArrived("x"))
            .Then([new StopOrdered("x")], new StopTransfer());

    [Fact]
    public void A_user_who_cancels_does_not_want_the_move_any_more() =>
        Events(Accepted, HasId, Queued, Starting, Sending, new StopOrdered("user", ByUser: true))
            .When(new CancelOrderArrived("moved", Keep: true)).ThenNothing();

    [Fact]
    public void A_cancel_during_a_move_is_a_cancel() =>
        Events(Accepted, HasId, Queued, Starting, Sending, new StopOrdered("moved", Keep: true)).When(new UserCancelled("user"))
            .Then([new StopOrdered("user", ByUser: true)], new StopTransfer());

    [Fact]
    public void A_go_ahead_for_a_job_its_user_wants_gone_sends_nothing() =>
        Events(Accepted, HasId, Queued, new CancelAsked("user")).When(GoAhead(1))
            .Then([new AttemptAdopted(1)], new Say(MessageTypes.CancelRequest));

    [Fact]
    public void A_go_ahead_for_a_job_cancelled_before_its_id_came_tells_the_server() =>
        Events(Accepted, new JobCancelled("user", Now, ServerKnows: false)).When(GoAhead(1))
            .Then([HasId, new AttemptAdopted(1)], new Say(MessageTypes.CancelRequest));

    [Fact]
    public void Restarted_a_job_its_user_wants_gone_says_so_again() =>
        Events(Accepted, HasId, Queued, new CancelAsked("user")).When(new AgentRestarted()).Then([], new Say(MessageTypes.CancelRequest));

    [Fact]
    public void A_cancel_of_a_job_the_server_does_not_know_ends_it() =>
        Events(Accepted, HasId, Queued, new CancelAsked("user")).When(new RefusalArrived("job-unknown", "no such job"))
            .Then([new JobCancelled("user", Now, ServerKnows: true)], new DropDocument());

    [Fact]
    public void Restarted_a_transfer_that_was_to_be_stopped_is_stopped_and_not_interrupted() =>
        Events(Accepted, HasId, Queued, Starting, Sending, new ProgressNoted(100), new StopOrdered("operator"))
            .When(new AgentRestarted()).Then(
            [new ProgressNoted(100), new JobCancelled("operator", Now, ServerKnows: true)],
            new Say(MessageTypes.StopReport),
            new DropDocument());

    [Fact]
    public void Restarted_a_transfer_that_was_to_be_moved_waits_with_its_document() =>
        Events(Accepted, HasId, Queued, Starting, Sending, new StopOrdered("moved", Keep: true)).When(new AgentRestarted())
            .Then([new TransferStopped(0)], new Say(MessageTypes.StopReport));

    [Fact]
    public void An_interrupted_job_is_sent_again_when_its_user_wants_it()
    {
        var wanted = Closed(Interrupted).When(new UserResends()).Then([new ResendAsked()], new Say(MessageTypes.ResendRequest));
        wanted.State.IsClosed.ShouldBeFalse("the server's answer is awaited");
        new Given(wanted.State).When(new UserResends()).ThenNothing();
        var queued = new Given(wanted.State).When(Ticket(JobStates.Waiting)).Then([new JobQueued()]);
        queued.State.IsEnded.ShouldBeFalse();
        new Given(queued.State).When(GoAhead(2, resend: 1)).Then([new GoAheadTaken(2, "p:9100", "raw", 10)], new StartTransfer());
    }

    [Fact]
    public void The_go_ahead_may_come_before_the_ticket_of_a_job_to_be_sent_again() =>
        Closed(Interrupted, new ResendAsked()).When(GoAhead(2, resend: 1)).Then(
            [new GoAheadTaken(2, "p:9100", "raw", 10)], new StartTransfer());

    [Fact]
    public void An_interrupted_job_is_not_sent_again_because_the_server_says_waiting() =>
        Closed(Interrupted).When(Ticket(JobStates.Waiting)).ThenNothing();

    [Fact]
    public void A_refused_resend_leaves_the_job_ended()
    {
        var refused = Closed(Interrupted, new ResendAsked()).When(new WishRefused()).Then([new ResendSettled()]);
        refused.State.IsClosed.ShouldBeTrue();
        new Given(refused.State).When(GoAhead(2)).Then([new AttemptAdopted(2)], new Say(MessageTypes.InterruptionReport));
    }

    [Fact]
    public void Restarted_a_job_to_be_sent_again_says_so_again() =>
        Closed(Interrupted, new ResendAsked()).When(new AgentRestarted()).Then([], new Say(MessageTypes.ResendRequest));

    [Fact]
    public void A_completed_job_is_not_sent_again() =>
        Events(Accepted, HasId, Queued, Starting, Sending, Sent, new ReportDelivered()).When(new UserResends()).ThenNothing();

    [Fact]
    public void When_the_retention_ends_the_document_goes_once_and_the_job_cannot_be_sent_again()
    {
        var forgotten = Closed(Interrupted).When(new RetentionEnded()).Then([new DocumentDropped()], new DropDocument());
        new Given(forgotten.State).When(new RetentionEnded()).ThenNothing();
        new Given(forgotten.State).When(new UserResends()).ThenNothing();
    }

    [Fact]
    public void The_retention_of_a_job_to_be_sent_again_does_not_end() =>
        Closed(Interrupted, new ResendAsked()).When(new RetentionEnded()).ThenNothing();

    [Fact]
    public void Cancelling_an_interrupted_job_deletes_its_document() =>
        Closed(Interrupted).When(new UserCancelled("user")).Then([new DocumentDropped()], new DropDocument());

    private static Given Closed(params JobEvent[] more) =>
        Events([Accepted, HasId, Queued, Starting, Sending, more[0], new ReportDelivered(), .. more[1..]]);
}
