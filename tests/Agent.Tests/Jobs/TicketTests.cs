using TicketFlow.Agent.Jobs;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.LocalApi;
using static TicketFlow.Agent.Tests.Jobs.Given;

namespace TicketFlow.Agent.Tests.Jobs;

public sealed class TicketTests
{
    [Fact]
    public void An_advice_is_kept_with_the_job_once_whichever_answer_brings_it()
    {
        var advice = new Advice("client-outdated", "Install 9.0 soon.", "9.0");
        var kept = new AdviceGiven(new LocalAdvice("client-outdated", "Install 9.0 soon.", "9.0"));
        var told = Events(Accepted).When(new TicketArrived(new Ticket(1, Accepted.Key, "j1", JobStates.Waiting, Advice: advice)))
            .Then([HasId, Queued, kept]);
        new Given(told.State).When(new TicketArrived(new Ticket(1, Accepted.Key, "j1", JobStates.Waiting, Advice: advice))).ThenNothing();
        Events(Accepted).When(new GoAheadArrived(new GoAhead(1, "j1", 1, "p:9100", "raw", 10, Advice: advice)))
            .Then([HasId, Starting, kept], new StartTransfer());
    }

    [Fact]
    public void A_ticket_queues_the_job() => Events(Accepted).When(Ticket(JobStates.Waiting)).Then([HasId, Queued]);

    [Fact]
    public void A_ticket_tells_the_place() =>
        Events(Accepted).When(Ticket(JobStates.Waiting, 3)).Then([HasId, Queued, new PlaceChanged(3, null)]);

    [Fact]
    public void The_same_ticket_again_decides_nothing()
    {
        var first = Events(Accepted).When(Ticket(JobStates.Waiting, 3));
        new Given(first.State).When(Ticket(JobStates.Waiting, 3)).ThenNothing();
    }

    [Fact]
    public void A_ticket_for_an_opened_job_whose_document_still_comes_in_only_gives_the_id() =>
        Events(Opened).When(Ticket(JobStates.Opened)).Then([HasId]);

    [Fact]
    public void A_late_ticket_for_an_opened_job_whose_document_is_here_asks_for_its_description_to_be_taken() =>
        Events(Opened, new DocumentSpooled(1000, "f")).When(Ticket(JobStates.Opened)).Then([HasId], new Ask());

    [Fact]
    public void A_further_ticket_for_an_undescribed_job_leaves_it_to_the_repetition() =>
        Events(Opened, HasId, new DocumentSpooled(1000, "f")).When(Ticket(JobStates.Opened)).ThenNothing();

    [Fact]
    public void The_ticket_that_answers_the_description_queues_the_job() =>
        Events(Opened, HasId, new DocumentSpooled(1000, "f")).When(Ticket(JobStates.Waiting)).Then([Queued]);

    [Theory]
    [InlineData("Starting")]
    [InlineData("Sending")]
    [InlineData("Completed")]
    public void A_late_ticket_is_ignored(string phase) => At(Enum.Parse<JobPhase>(phase)).When(Ticket(JobStates.Waiting, 1)).ThenNothing();

    [Fact]
    public void A_ticket_after_a_failed_start_that_says_waiting_puts_the_job_back() =>
        Events(Accepted, HasId, Queued, Starting, new StartFailed("connection-refused", "…", 3), new ReportDelivered())
            .When(Ticket(JobStates.Waiting)).Then([Queued]);

    [Fact]
    public void A_ticket_after_a_failed_start_that_says_released_changes_nothing_yet() =>
        Events(Accepted, HasId, Queued, Starting, new StartFailed("connection-refused", "…", 3), new ReportDelivered())
            .When(Ticket(JobStates.Released)).ThenNothing();

    [Fact]
    public void A_ticket_after_a_failed_start_that_says_failed_ends_the_job() =>
        Events(Accepted, HasId, Queued, Starting, new StartFailed("connection-refused", "…", 3), new ReportDelivered())
            .When(Ticket(JobStates.Failed))
            .Then([new TransferFailed(0, "connection-refused", "…", Now, Kept: true), new ReportDelivered()]);

    [Fact]
    public void A_job_the_server_knows_as_printed_is_never_printed_again() => Events(Accepted).When(Ticket(JobStates.Completed))
        .Then([HasId, new JobInterrupted(Now), new ReportDelivered()], new DropDocument());

    [Fact]
    public void A_job_the_server_knows_as_interrupted_keeps_its_document_for_the_users_choice() =>
        Events(Accepted).When(Ticket(JobStates.Interrupted)).Then([HasId, new JobInterrupted(Now, Kept: true), new ReportDelivered()]);

    [Fact]
    public void A_cancelled_job_drops_its_document() =>
        Events(Accepted).When(Ticket(JobStates.Cancelled))
            .Then([HasId, new JobCancelled("cancelled", Now, ServerKnows: true)], new DropDocument());

    [Fact]
    public void A_ticket_that_names_another_printer_moves_the_job() =>
        Events(Accepted, HasId, Queued).When(new TicketArrived(new Ticket(1, "aaaabbbbccccdddd", "j1", JobStates.Waiting, Printer: "hall")))
            .Then([new PrinterChanged("hall")]);

    private static Given At(JobPhase phase) => phase switch
    {
        JobPhase.Starting => Events(Accepted, HasId, Queued, Starting),
        JobPhase.Sending => Events(Accepted, HasId, Queued, Starting, Sending),
        _ => Events(Accepted, HasId, Queued, Starting, Sending, Sent),
    };
}
