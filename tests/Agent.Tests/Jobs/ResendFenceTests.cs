using TicketFlow.Agent.Jobs;
using TicketFlow.Contracts.Agents;
using static TicketFlow.Agent.Tests.Jobs.Given;

namespace TicketFlow.Agent.Tests.Jobs;

/// <summary>
/// A job that may have been printed goes out again only by a go-ahead with a mark, made after it was printed (design D8): never by one that
/// is late or doubled.
/// </summary>
public sealed class ResendFenceTests
{
    private static readonly JobInterrupted Interrupted = new(Now, Kept: true);
    private static readonly GoAheadTaken Again = new(2, "p:9100", "raw", 10);

    [Fact]
    public void An_operators_choice_prints_an_interrupted_job_again() =>
        Reported(Interrupted).When(GoAhead(2, resend: 1)).Then([Again], new StartTransfer());

    [Fact]
    public void An_operators_choice_prints_a_failed_job_again() =>
        Reported(new TransferFailed(10, "connection-reset", "…", Now, Kept: true)).When(GoAhead(2, resend: 1)).Then(
            [Again], new StartTransfer());

    [Fact]
    public void Without_the_mark_nothing_is_sent_again_whatever_the_user_wants() =>
        Reported(Interrupted, new ResendAsked()).When(GoAhead(2))
            .Then([new AttemptAdopted(2)], new Say(MessageTypes.InterruptionReport));

    [Fact]
    public void Without_the_mark_a_job_back_in_its_queue_waits_on_for_the_one_with_it()
    {
        var late = Reported(Interrupted, new ResendAsked(), Queued).When(GoAhead(2)).Then([new AttemptAdopted(2)]);
        new Given(late.State).When(GoAhead(3, resend: 2)).Then([new GoAheadTaken(3, "p:9100", "raw", 10)], new StartTransfer());
    }

    [Fact]
    public void A_mark_from_before_the_last_transfer_is_spent() =>
        Reported(Interrupted, Again, new SendingBegan(2), Interrupted, new ReportDelivered()).When(GoAhead(3, resend: 1))
            .Then([new AttemptAdopted(3)], new Say(MessageTypes.InterruptionReport));

    [Fact]
    public void A_mark_is_spent_under_the_newest_number_that_the_transfer_had() =>
        Reported(Interrupted, Again, new SendingBegan(2), new AttemptAdopted(3), Interrupted).When(GoAhead(4, resend: 2))
            .Then([new AttemptAdopted(4)], new Say(MessageTypes.InterruptionReport));

    [Fact]
    public void The_same_marked_go_ahead_twice_sends_once()
    {
        var sent = Reported(Interrupted, Again, new SendingBegan(2), Sent);
        sent.When(GoAhead(2, resend: 1)).Then([], new Say(MessageTypes.CompletionReport));
        sent.When(GoAhead(3, resend: 1)).Then([new AttemptAdopted(3)], new Say(MessageTypes.CompletionReport));
    }

    [Fact]
    public void Killed_before_the_first_byte_the_repeated_go_ahead_still_counts()
    {
        var restarted = Reported(Interrupted, Again).When(new AgentRestarted()).Then([new StartAbandoned()]);
        new Given(restarted.State).When(GoAhead(2, resend: 1)).Then([Again], new StartTransfer());
    }

    [Fact]
    public void A_choice_for_a_document_that_is_gone_says_so() =>
        Reported(Interrupted, new DocumentDropped()).When(GoAhead(2, resend: 1))
            .Then([new AttemptAdopted(2)], new Say(MessageTypes.StartFailure));

    [Fact]
    public void A_transfer_that_was_stopped_for_a_move_needs_no_mark() =>
        Events(Accepted, HasId, Queued, Starting, Sending, new StopOrdered("moved", Keep: true), new TransferStopped(5)).When(GoAhead(2))
            .Then([Again], new StartTransfer());

    [Fact]
    public void Killed_with_an_unreported_end_the_report_goes_before_the_wish() =>
        Events(Accepted, HasId, Queued, Starting, Sending, Interrupted, new ResendAsked()).When(new AgentRestarted())
            .Then([], new Say(MessageTypes.InterruptionReport), new Say(MessageTypes.ResendRequest));

    private static Given Reported(JobEvent end, params JobEvent[] more) =>
        Events([Accepted, HasId, Queued, Starting, Sending, end, new ReportDelivered(), .. more]);
}
