using TicketFlow.Agent.Jobs;
using TicketFlow.Contracts.Agents;
using static TicketFlow.Agent.Tests.Jobs.Given;

namespace TicketFlow.Agent.Tests.Jobs;

public sealed class TransferDecisionTests
{
    private static readonly TransferBroke Broke = new("connection-reset", "it broke", 500, AnyByteLeft: true, Tries: 1);

    [Fact]
    public void The_first_byte_is_announced() =>
        Events(Accepted, HasId, Queued, Starting).When(new PrinterConnected()).Then([Sending], new Say(MessageTypes.StartReport));

    [Fact]
    public void A_sent_document_is_reported_and_dropped() =>
        Events(Accepted, HasId, Queued, Starting, Sending).When(new TransferSucceeded(1000, 12))
            .Then([Sent], new Say(MessageTypes.CompletionReport), new DropDocument());

    [Fact]
    public void A_start_that_fails_is_reported_and_the_document_kept() =>
        Events(Accepted, HasId, Queued, Starting)
            .When(new TransferBroke("connection-refused", "nobody", 0, AnyByteLeft: false, Tries: 3))
            .Then([new StartFailed("connection-refused", "nobody", 3)], new Say(MessageTypes.StartFailure));

    [Fact]
    public void A_transfer_that_breaks_is_reported_as_failed_and_its_document_kept() =>
        Events(Accepted, HasId, Queued, Starting, Sending).When(Broke)
            .Then([new TransferFailed(500, "connection-reset", "it broke", Now, Kept: true)], new Say(MessageTypes.TransferFailure));

    [Fact]
    public void Once_sending_is_journaled_a_break_counts_as_failed_even_if_no_byte_is_known_to_have_left() =>
        Events(Accepted, HasId, Queued, Starting, Sending).When(Broke with { BytesSent = 0, AnyByteLeft = false })
            .Then([new TransferFailed(0, "connection-reset", "it broke", Now, Kept: true)], new Say(MessageTypes.TransferFailure));

    [Fact]
    public void The_end_of_a_transfer_nobody_runs_is_ignored()
    {
        Events(Accepted, HasId, Queued).When(Broke).ThenNothing();
        Events(Accepted, HasId, Queued, Starting, Sending, Sent).When(new TransferSucceeded(1000, 1)).ThenNothing();
    }

    [Fact]
    public void After_a_death_in_mid_transfer_the_printer_is_asked_where_it_can_be() =>
        Events(Accepted, HasId, Queued, Starting, new SendingBegan(1, "17")).When(new AgentRestarted())
            .Then([], new Say(MessageTypes.StartReport), new RecallTransfer());

    [Fact]
    public void A_printer_that_knows_nothing_leaves_the_job_interrupted_once()
    {
        var asked = Events(Accepted, HasId, Queued, Starting, new SendingBegan(1, "17"));
        var after = asked.When(new PrinterKnowsNothing())
            .Then([new JobInterrupted(Now, Kept: true)], new Say(MessageTypes.InterruptionReport));
        new Given(after.State).When(new PrinterKnowsNothing()).ThenNothing();
    }

    [Fact]
    public void A_stop_that_was_ordered_before_the_death_is_carried_out_at_the_printer()
    {
        var stopped = Events(Accepted, HasId, Queued, Starting, new SendingBegan(1, "17"), new StopOrdered("cancelled"));
        stopped.When(new AgentRestarted()).Then([], new Say(MessageTypes.StartReport), new RecallTransfer());
        new Given(stopped.State).When(new PrinterKnowsNothing()).State.Phase.ShouldBe(JobPhase.Cancelled);
    }

    [Fact]
    public void The_next_go_ahead_leaves_no_trace_of_the_last() =>
        Events(Accepted, HasId, Queued, Starting, new SendingBegan(1, "17"), new SendingBegan(2)).State.Trace.ShouldBeNull();

    [Fact]
    public void Progress_is_noted_once()
    {
        var first = Events(Accepted, HasId, Queued, Starting, Sending).When(new ProgressSeen(300)).Then([new ProgressNoted(300)]);
        new Given(first.State).When(new ProgressSeen(300)).ThenNothing();
    }

    [Fact]
    public void A_confirmed_completion_closes_the_job()
    {
        var after = Events(Accepted, HasId, Queued, Starting, Sending, Sent)
            .When(new ReportConfirmed(MessageTypes.CompletionReport, 1)).Then([new ReportDelivered()]);
        after.State.IsClosed.ShouldBeTrue();
        new Given(after.State).When(new ReportConfirmed(MessageTypes.CompletionReport, 1)).ThenNothing();
    }

    [Fact]
    public void The_confirmation_of_an_older_attempts_report_closes_nothing() =>
        Events(Accepted, HasId, Queued, Starting, Sending, Sent, new AttemptAdopted(2))
            .When(new ReportConfirmed(MessageTypes.CompletionReport, 1)).ThenNothing();

    [Fact]
    public void The_confirmation_of_a_start_report_closes_nothing() =>
        Events(Accepted, HasId, Queued, Starting, Sending, Sent)
            .When(new ReportConfirmed(MessageTypes.StartReport, 1)).ThenNothing();

    [Fact]
    public void After_a_failed_start_was_reported_the_server_is_asked_what_becomes_of_the_job() =>
        Events(Accepted, HasId, Queued, Starting, new StartFailed("connection-refused", "…", 3))
            .When(new ReportConfirmed(MessageTypes.StartFailure, 1)).Then([new ReportDelivered()], new Ask());
}
