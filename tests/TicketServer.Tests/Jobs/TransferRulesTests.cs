using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.Messaging.Wire;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Jobs.Rules;

namespace TicketServer.Tests.Jobs;

public sealed class TransferRulesTests
{
    private const string Id = "aaaaaaaaaaaaaaaa";

    private static readonly DateTimeOffset Now = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
    private static readonly JobTiming Timing = new();
    private static readonly DecisionContext Context = new(Now, Timing);
    private static readonly DateTimeOffset StartBy = Now + Timing.StartWithin;
    private static readonly DateTimeOffset StatusBy = Now + Timing.StatusWithin;
    private static readonly DateTimeOffset ConfirmBy = Now + Timing.ConfirmWithin;

    private static readonly JobEvent[] Opened =
        [new JobOpened(Id, "desk-1", "bbbbbbbbbbbbbbbb", 1, "hall", "EXAMPLE", "ana", "0.1.0", "linux", "none", "letter", Now)];

    private static readonly JobEvent[] Waiting = [.. Opened, new JobDescribed("127.0.0.1", 1, 1000, null)];
    private static readonly JobEvent[] Released = [.. Waiting, new GoAheadIssued(1, "127.0.0.1:9100", "raw", ConfirmBy)];
    private static readonly JobEvent[] Starting = [.. Released, new GoAheadConfirmed(1, StartBy)];
    private static readonly JobEvent[] Printing = [.. Starting, new TransferStarted(1, StatusBy)];
    private static readonly JobEvent[] Suspect =
        [.. Printing, new ResourceCheckAsked(1, "status-missing", 0, Now), new JobSuspected(1, "status-missing", null, 1)];

    private static readonly StartReport Start = new(1, Id, 1);
    private static readonly CompletionReport Completion = new(2, Id, 1, 1000, CompletionGrades.Accepted, 12);

    [Fact]
    public void A_description_queues_an_opened_job() =>
        Decide(Opened, job => TransferRules.Describe(job, new JobDescription(2, Id, "127.0.0.1", 3, 500)))
            .ShouldBe([new JobDescribed("127.0.0.1", 3, 500, null)]);

    [Fact]
    public void A_description_keeps_how_the_document_will_come_out_and_what_follows_from_it() =>
        Decide(Opened, job => TransferRules.Describe(job, new JobDescription(
                2, Id, "127.0.0.1", 3, 500, Properties: new PrintProperties(2, Colour: false, Sides: 2, "iso_a4_210x297mm"))))
            .ShouldBe([new JobDescribed("127.0.0.1", 3, 500, null, 2, false, 2, "iso_a4_210x297mm", Sheets: 4)]);

    [Fact]
    public void A_description_again_changes_nothing_and_repeats_the_ticket()
    {
        var decision = TransferRules.Describe(Fold(Waiting), new JobDescription(2, Id, "127.0.0.1", 3, 500));
        decision.Events.ShouldBeEmpty();
        decision.Answer.ShouldBe(new Ticket(1, "bbbbbbbbbbbbbbbb", Id, JobStates.Waiting));
    }

    [Fact]
    public void A_receipt_confirms_the_newest_go_ahead_only()
    {
        Decide(Released, job => TransferRules.Confirm(job, new GoAheadReceipt(1, Id, 1), Context))
            .ShouldBe([new GoAheadConfirmed(1, StartBy)]);
        Decide(Released, job => TransferRules.Confirm(job, new GoAheadReceipt(1, Id, 2), Context)).ShouldBeEmpty();
    }

    [Fact]
    public void A_start_implies_the_receipt()
    {
        Decide(Released, job => TransferRules.Start(job, Start, Context))
            .ShouldBe([new GoAheadConfirmed(1, StartBy), new TransferStarted(1, StatusBy)]);
        Decide(Starting, job => TransferRules.Start(job, Start, Context)).ShouldBe([new TransferStarted(1, StatusBy)]);
    }

    [Fact]
    public void A_start_twice_or_of_an_attempt_that_never_was_changes_nothing()
    {
        Decide(Printing, job => TransferRules.Start(job, Start, Context)).ShouldBeEmpty();
        Decide(Released, job => TransferRules.Start(job, Start with { Attempt = 2 }, Context)).ShouldBeEmpty();
    }

    [Fact]
    public void A_completion_that_overtakes_the_start_records_both() =>
        Decide(Released, job => TransferRules.Complete(job, Completion, Context)).ShouldBe(
            [
                new GoAheadConfirmed(1, StartBy), new TransferStarted(1, StatusBy),
                new TransferCompleted(1, 1000, CompletionGrades.Accepted, 12),
            ]);

    [Fact]
    public void A_completion_of_an_attempt_that_never_was_changes_nothing() =>
        Decide(Waiting, job => TransferRules.Complete(job, Completion, Context)).ShouldBeEmpty();

    [Fact]
    public void A_suspect_job_can_complete() =>
        Decide(Suspect, job => TransferRules.Complete(job, Completion, Context))
            .ShouldBe([new TransferCompleted(1, 1000, CompletionGrades.Accepted, 12)]);

    [Fact]
    public void A_failed_start_goes_back_to_the_queue_with_a_pause()
    {
        var failure = new StartFailure(1, Id, 1, TransferErrors.Refused, "nobody listens", 3);
        Decide(Released, job => TransferRules.StartFailed(job, failure, Context)).ShouldBe(
            [
                new TransferStartFailed(
                    1, TransferErrors.Refused, "nobody listens", 3, Now + Timing.RetryAfter, Now + Timing.BlockAfterFailure),
            ]);
    }

    [Fact]
    public void A_start_without_a_spool_is_given_up_at_once() =>
        Decide(Released, job => TransferRules.StartFailed(job, new StartFailure(1, Id, 1, TransferErrors.SpoolGone), Context)).ShouldBe(
            [new TransferStartFailed(1, TransferErrors.SpoolGone, null, 1, null)]);

    [Fact]
    public void An_interruption_is_final_whatever_was_sent()
    {
        JobEvent[] interrupted = [new TransferInterrupted(1, 400)];
        Decide(Printing, job => TransferRules.Interrupt(job, new InterruptionReport(1, Id, 1, 400))).ShouldBe(interrupted);
        Fold([.. Printing, .. interrupted]).IsEnded.ShouldBeTrue();
    }

    [Theory]
    [InlineData(DeadlineKinds.Start)]
    [InlineData(DeadlineKinds.Status)]
    [InlineData(DeadlineKinds.Describe)]
    [InlineData(DeadlineKinds.Heard)]
    public void A_deadline_of_another_state_changes_nothing(string kind) =>
        Decide(Released, job => SilenceRules.Expire(job, new DeadlineExpired(Id, "desk-1", kind, 1), Context)).ShouldBeEmpty();

    [Fact]
    public void A_deadline_of_an_older_attempt_changes_nothing() =>
        Decide(Released, job => SilenceRules.Expire(job, new DeadlineExpired(Id, "desk-1", DeadlineKinds.Confirm, 0), Context))
            .ShouldBeEmpty();

    [Fact]
    public void An_unanswered_go_ahead_is_issued_again_to_the_same_address() =>
        Decide(Released, job => SilenceRules.Expire(job, new DeadlineExpired(Id, "desk-1", DeadlineKinds.Confirm, 1), Context)).ShouldBe(
            [new GoAheadExpired(1), new GoAheadIssued(2, "127.0.0.1:9100", "raw", ConfirmBy)]);

    [Fact]
    public void Deciding_again_after_folding_the_decision_decides_nothing()
    {
        (JobEvent[] Given, Func<JobState, Decision> Decide)[] cases =
        [
            (Opened, job => TransferRules.Describe(job, new JobDescription(2, Id, null, null, 500))),
            (Released, job => TransferRules.Start(job, Start, Context)),
            (Released, job => SilenceRules.Expire(job, new DeadlineExpired(Id, "desk-1", DeadlineKinds.Confirm, 1), Context)),
            (Printing, job => SilenceRules.Expire(job, new DeadlineExpired(Id, "desk-1", DeadlineKinds.Status, 1), Context)),
            (Suspect, job => SilenceRules.Expire(job, new DeadlineExpired(Id, "desk-1", DeadlineKinds.Heard, 1), Context)),
        ];
        foreach (var (given, decide) in cases)
        {
            var first = decide(Fold(given)).Events;
            first.ShouldNotBeEmpty();
            decide(Fold([.. given, .. first])).Events.ShouldBeEmpty();
        }
    }

    private static IReadOnlyList<JobEvent> Decide(JobEvent[] given, Func<JobState, Decision> decide) => decide(Fold(given)).Events;

    private static JobState Fold(IEnumerable<JobEvent> events) => events.Aggregate((JobState?)null, JobFold.Evolve)!;
}
