using TicketFlow.Agent.Jobs;
using TicketFlow.Contracts.Agents;
using static TicketFlow.Agent.Tests.Jobs.Given;

namespace TicketFlow.Agent.Tests.Jobs;

/// <summary>The fence.</summary>
public sealed class GoAheadTests
{
    [Fact]
    public void A_waiting_job_starts() =>
        Events(Accepted, HasId, Queued).When(GoAhead(1)).Then([Starting], new StartTransfer());

    [Fact]
    public void Ticket_and_go_ahead_in_one_message_start_the_job() =>
        Events(Accepted).When(GoAhead(1)).Then([HasId, Starting], new StartTransfer());

    [Fact]
    public void A_stale_attempt_is_ignored() =>
        Events(Accepted, HasId, Queued, new GoAheadTaken(2, "p:9100", "raw", 10)).When(GoAhead(1)).ThenNothing();

    [Fact]
    public void The_same_go_ahead_while_starting_is_ignored() =>
        Events(Accepted, HasId, Queued, Starting).When(GoAhead(1)).ThenNothing();

    [Fact]
    public void The_same_go_ahead_while_sending_gets_the_start_report_again() =>
        Events(Accepted, HasId, Queued, Starting, Sending).When(GoAhead(1)).Then([], new Say(MessageTypes.StartReport));

    [Fact]
    public void The_same_go_ahead_when_sent_gets_the_completion_again() =>
        Events(Accepted, HasId, Queued, Starting, Sending, Sent).When(GoAhead(1)).Then([], new Say(MessageTypes.CompletionReport));

    [Fact]
    public void A_newer_go_ahead_while_starting_only_changes_the_number() =>
        Events(Accepted, HasId, Queued, Starting).When(GoAhead(2)).Then([new AttemptAdopted(2)]);

    [Fact]
    public void A_newer_go_ahead_while_sending_does_not_send_again() =>
        Events(Accepted, HasId, Queued, Starting, Sending).When(GoAhead(2))
            .Then([new AttemptAdopted(2)], new Say(MessageTypes.StartReport));

    [Fact]
    public void A_newer_go_ahead_when_sent_does_not_send_again() =>
        Events(Accepted, HasId, Queued, Starting, Sending, Sent, new ReportDelivered()).When(GoAhead(2))
            .Then([new AttemptAdopted(2)], new Say(MessageTypes.CompletionReport));

    [Fact]
    public void A_newer_go_ahead_for_an_interrupted_job_does_not_send_again() =>
        Events(Accepted, HasId, Queued, Starting, Sending, new JobInterrupted(Now)).When(GoAhead(2))
            .Then([new AttemptAdopted(2)], new Say(MessageTypes.InterruptionReport));

    [Fact]
    public void A_newer_go_ahead_for_a_failed_job_does_not_send_again() =>
        Events(Accepted, HasId, Queued, Starting, Sending, new TransferFailed(10, "connection-reset", "…", Now)).When(GoAhead(2))
            .Then([new AttemptAdopted(2)], new Say(MessageTypes.TransferFailure));

    [Fact]
    public void A_newer_go_ahead_after_a_failed_start_starts_again() =>
        Events(Accepted, HasId, Queued, Starting, new StartFailed("connection-refused", "…", 3)).When(GoAhead(2))
            .Then([new GoAheadTaken(2, "p:9100", "raw", 10)], new StartTransfer());

    [Fact]
    public void The_same_go_ahead_after_a_failed_start_gets_the_failure_again() =>
        Events(Accepted, HasId, Queued, Starting, new StartFailed("connection-refused", "…", 3)).When(GoAhead(1))
            .Then([], new Say(MessageTypes.StartFailure));

    [Theory]
    [InlineData("refused")]
    [InlineData("cancelled")]
    public void A_go_ahead_for_a_job_without_document_is_answered_by_a_failed_start(string end)
    {
        JobEvent ended = end == "refused" ? new JobRefused("printer-unknown", "…", Now) : new JobCancelled("cancelled", Now, true);
        Events(Accepted, HasId, ended).When(GoAhead(1)).Then([new AttemptAdopted(1)], new Say(MessageTypes.StartFailure));
    }

    [Fact]
    public void A_go_ahead_that_names_another_printer_says_that_the_job_was_moved() =>
        Events(Accepted, HasId, Queued).When(GoAhead(1, printer: "hall"))
            .Then([new PrinterChanged("hall"), Starting], new StartTransfer());

    [Fact]
    public void Going_ahead_twice_decides_nothing_the_second_time()
    {
        var first = Events(Accepted, HasId, Queued).When(GoAhead(1));
        new Given(first.State).When(GoAhead(1)).ThenNothing();
    }
}
