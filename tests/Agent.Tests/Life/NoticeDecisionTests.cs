using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Tests.Jobs;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.LocalApi;
using static TicketFlow.Agent.Tests.Jobs.Given;

namespace TicketFlow.Agent.Tests.Life;

/// <summary>What the server tells about a waiting job (patent fig. 7).</summary>
public sealed class NoticeDecisionTests
{
    private static readonly LocalQuestion Question = new(NoticeCodes.PrinterStopped, "office has stopped.", "office", Now);
    private static readonly NoticeArrived Stopped = Notice(NoticeCodes.PrinterStopped, "office has stopped.");

    [Fact]
    public void A_stopped_printer_asks_the_user() => Waiting().When(Stopped).Then([new QuestionRaised(Question)]);

    [Fact]
    public void The_same_notice_asks_once() => Waiting(new QuestionRaised(Question)).When(Stopped).ThenNothing();

    [Fact]
    public void A_user_who_waits_is_not_asked_again()
    {
        var waits = Waiting(new QuestionRaised(Question)).When(new UserWaits())
            .Then([new QuestionAnswered()], new Say(MessageTypes.WaitRequest));
        waits.State.Question.ShouldBe(Question with { Answered = true });
        new Given(waits.State).When(Stopped).ThenNothing();
    }

    [Fact]
    public void When_the_printer_works_there_is_nothing_to_answer_any_more()
    {
        var works = Waiting(new QuestionRaised(Question)).When(Notice(NoticeCodes.PrinterWorks, "works")).Then([new QuestionClosed()]);
        new Given(works.State).When(Notice(NoticeCodes.PrinterWorks, "works")).ThenNothing();
        new Given(works.State).When(Stopped).Then([new QuestionRaised(Question)]);
    }

    [Fact]
    public void A_go_ahead_answers_the_question() => Waiting(new QuestionRaised(Question)).When(GoAhead(1)).State.Question.ShouldBeNull();

    [Fact]
    public void A_moved_job_stands_at_the_other_printer_and_asks_nothing() =>
        Waiting(new QuestionRaised(Question)).When(Notice(NoticeCodes.Moved, "moved", "hall"))
            .Then([new QuestionClosed(), new PrinterChanged("hall")]);

    [Fact]
    public void A_job_that_waits_at_the_printer_it_was_moved_to_asks_nothing_about_the_one_it_left()
    {
        var moved = new TicketArrived(new Ticket(1, "aaaabbbbccccdddd", "j1", JobStates.Waiting, 2, Printer: "hall"));
        Waiting(new QuestionRaised(Question)).When(moved).State.ShouldSatisfyAllConditions(
            state => state.Printer.ShouldBe("hall"), state => state.Question.ShouldBeNull());
        var about = Question with { Printer = "hall" };
        Waiting(new QuestionRaised(about)).When(moved).State.Question.ShouldBe(about, "the new printer had stopped before");
    }

    [Fact]
    public void An_operators_hold_is_shown_and_its_release_too()
    {
        var held = Waiting().When(Notice(NoticeCodes.Held, "held")).Then([new PlaceChanged(null, WaitReasons.Held, null, JobStates.Held)]);
        new Given(held.State).When(Notice(NoticeCodes.Released, "released")).Then([new PlaceChanged(null, null)]);
    }

    [Fact]
    public void A_held_jobs_ticket_shows_it_as_held() =>
        Waiting().When(Ticket(JobStates.Held)).Then([new PlaceChanged(null, null, null, JobStates.Held)]);

    [Fact]
    public void The_forecast_is_kept() =>
        Waiting().When(new TicketArrived(new Ticket(1, "aaaabbbbccccdddd", "j1", JobStates.Waiting, 2, "printer-busy", 40)))
            .Then([new PlaceChanged(2, "printer-busy", 40)]);

    [Fact]
    public void A_notice_for_a_running_transfer_or_an_ended_job_asks_nothing()
    {
        Events(Accepted, HasId, Queued, Starting, Sending).When(Stopped).ThenNothing();
        Events(Accepted, HasId, Queued, Starting, Sending, Sent).When(Stopped).ThenNothing();
    }

    [Fact]
    public void A_notice_of_an_unknown_kind_changes_nothing() => Waiting().When(Notice("printer-painted", "blue")).ThenNothing();

    private static Given Waiting(params JobEvent[] more) => Events([Accepted, HasId, Queued, .. more]);

    private static NoticeArrived Notice(string code, string text, string printer = "office") =>
        new(new Notice(1, "j1", code, text, printer));
}
