using TicketFlow.Agent.LocalApi;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.LocalApi;
using TicketFlow.Notifications;

namespace TicketFlow.Agent.Tests.Notifications;

/// <summary>What disturbs a user, and what does not.</summary>
public sealed class NotificationDecisionTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(2);

    [Fact]
    public void Jobs_at_one_stopped_printer_ask_in_one_notification()
    {
        var told = Of(Job("a", question: true), Job("b", question: true)).ShouldHaveSingleItem();
        (told.Subject, told.Title, told.Urgent).ShouldBe(("printer:office", "office has stopped", true));
        told.Text.ShouldStartWith("2 of your jobs wait. office has stopped (out of paper).");
    }

    [Fact]
    public void A_question_is_told_once_and_an_answered_one_never()
    {
        var job = Job("a", question: true);
        NotificationDecisions.Of([job], new HashSet<string> { "a" }, LongWait).ShouldBeEmpty();
        Of(job with { Question = job.Question! with { Answered = true } }).ShouldBeEmpty();
    }

    [Fact]
    public void Only_the_end_of_a_long_wait_is_told_of_a_printed_job()
    {
        Of(Job("a", JobStates.Completed, seconds: 119)).ShouldBeEmpty();
        var told = Of(Job("a", JobStates.Completed, seconds: 120)).ShouldHaveSingleItem();
        (told.Title, told.Text, told.Urgent).ShouldBe(("title", "Printed on office.", false));
    }

    [Theory]
    [InlineData(JobStates.Failed, "Not printed on office. The printer broke the connection.")]
    [InlineData(JobStates.Refused, "Not printed on office. The printer broke the connection.")]
    [InlineData(JobStates.Interrupted, "Cut off in mid-transfer: look at office before you print it again.")]
    public void A_loss_is_told(string state, string text)
    {
        var told = Of(Job("a", state, seconds: 1)).ShouldHaveSingleItem();
        (told.Subject, told.Text, told.Urgent).ShouldBe(("job:a", text, true));
    }

    [Fact]
    public void A_job_that_a_budget_stopped_is_a_loss() =>
        Of(Job("a", JobStates.Cancelled, seconds: 1) with { Code = StopCodes.OverQuota, Text = StopTexts.Of(StopCodes.OverQuota) })
            .ShouldHaveSingleItem().Text.ShouldBe(
                "Not printed on office. The job costs more than is left of a budget. Ask the helpdesk for more, or wait for the next month.");

    [Theory]
    [InlineData(JobStates.Waiting)]
    [InlineData(JobStates.Printing)]
    [InlineData(JobStates.Held)]
    [InlineData(JobStates.Cancelled)]
    public void Nothing_else_is_told(string state) => Of(Job("a", state, seconds: 1000)).ShouldBeEmpty();

    [Fact]
    public void The_same_is_named_the_same_and_what_comes_again_is_not()
    {
        var asks = Job("a", question: true);
        var id = NotificationDecisions.IdOf(asks, LongWait).ShouldNotBeNull();
        NotificationDecisions.IdOf(asks with { Position = 3 }, LongWait).ShouldBe(id, "it is the same question");
        NotificationDecisions.IdOf(asks with { Question = asks.Question! with { At = At.AddMinutes(5) } }, LongWait)
            .ShouldNotBe(id, "the printer has stopped again");

        var failed = NotificationDecisions.IdOf(Job("a", JobStates.Failed, seconds: 1), LongWait).ShouldNotBeNull();
        NotificationDecisions.IdOf(Job("a", JobStates.Failed, seconds: 9), LongWait)
            .ShouldNotBe(failed, "it was sent again, and failed again");
        NotificationDecisions.IdOf(Job("a", JobStates.Completed, seconds: 1), LongWait).ShouldBeNull("that is worth no word");
    }

    private static List<UserNotification> Of(params LocalJob[] jobs) =>
        [.. NotificationDecisions.Of(jobs, new HashSet<string>(), LongWait)];

    private static LocalJob Job(string key, string state = JobStates.Waiting, int? seconds = null, bool question = false) => new(
        key, "j" + key, state, "office", "title", "ana", 10, 0, 1, null, null, "connection-reset",
        "The printer broke the connection.", At, seconds is { } s ? At.AddSeconds(s) : null, seconds is not null,
        Question: question ? new LocalQuestion("printer-stopped", "office has stopped (out of paper).", "office", At) : null);
}
