using TicketFlow.Reporting.Facts;
using TicketFlow.Reporting.Ledger;

namespace Reporting.Tests.Ledger;

public sealed class JobLedgerFoldTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<JobDescribed, long?, int> Described() => new()
    {
        { Document(5, copies: 3, sides: 2), 9, 3 }, { Document(5, copies: 2, sides: 1), 10, 2 }, { Document(6, null, sides: 2), 3, 1 },
        { Document(5, copies: 0, sides: 2), 3, 1 }, { Document(5, copies: 2, sides: 2) with { Sheets = 4 }, 4, 2 },
        { Document(null, copies: 2, sides: 2), null, 2 }, { Document(5, copies: 2, sides: null), null, 2 },
        { Document(null, copies: 2, sides: null) with { Sheets = 7 }, 7, 2 },
    };

    [Theory]
    [MemberData(nameof(Described))]
    public void Sheets_are_those_of_all_copies_each_beginning_on_a_sheet_of_its_own(JobDescribed described, long? sheets, int copies)
    {
        var job = Opened();
        Fold(job, described, 0).ShouldBeNull();
        (job.Sheets, job.Copies).ShouldBe((sheets, copies));
    }

    [Fact]
    public void Times_are_never_negative_for_clocks_differ()
    {
        var job = Opened();
        Fold(job, Document(1), 10);
        Fold(job, new GoAheadIssued(1, "raw"), 5);
        Fold(job, new TransferStarted(1), 3);
        Fold(job, new TransferInterrupted(1, 9), 1).ShouldNotBeNull();
        (job.WaitMs, job.PrintMs).ShouldBe(((long?)0, (long?)0));
    }

    [Fact]
    public void A_job_that_is_tried_again_keeps_its_age_and_forgets_the_attempt()
    {
        var job = Waiting();
        Fold(job, new GoAheadIssued(1, "raw"), 5);
        Fold(job, new TransferStarted(1), 10);
        Fold(job, new TransferStartFailed(1, "connect-refused", Noon.AddMinutes(1)), 12)
            .ShouldBe(new Ending(OutcomeKinds.NotStarted, Code: "connect-refused"));
        (job.State, job.StartedAt, job.WaitMs, job.PrintMs, job.EndedAt, job.Endings)
            .ShouldBe((JobRecordStates.Waiting, null, null, null, null, 0));

        Fold(job, new GoAheadIssued(2, "ipp"), 60);
        Fold(job, new TransferStarted(2), 65);
        (job.Attempt, job.Mechanism, job.WaitMs).ShouldBe((2, "ipp", (long?)65_000));
        Fold(job, new TransferCompleted(2, 500, "idle", 40), 70)
            .ShouldBe(new Ending(OutcomeKinds.Completed, 500, Grade: "idle", Milliseconds: 40));
        (job.State, job.Grade, job.PrintMs, job.EndedAt, job.Endings)
            .ShouldBe((OutcomeKinds.Completed, "idle", (long?)40, (DateTimeOffset?)Noon.AddSeconds(70), 1));
    }

    [Fact]
    public void A_go_ahead_after_a_silent_one_begins_anew()
    {
        var job = Waiting();
        Fold(job, new GoAheadIssued(1, "raw"), 5);
        Fold(job, new TransferStarted(1), 6);
        Fold(job, new GoAheadIssued(2, "raw"), 30);
        Fold(job, new JobCancelled("user"), 31);
        job.PrintMs.ShouldBeNull("the second attempt sent nothing");
    }

    [Fact]
    public void A_move_ends_an_attempt_at_the_old_printer_if_bytes_had_left()
    {
        var job = Waiting();
        Fold(job, new JobMoved("hall", "desk"), 3).ShouldBeNull();
        job.Resource.ShouldBe("desk");
        Fold(job, new GoAheadIssued(1, "raw"), 5);
        Fold(job, new TransferStarted(1), 6);
        JobLedgerFold.Apply(job, new JobMoved("desk", "yard", 300, 1), Noon.AddSeconds(8)).ShouldBe(new Ending(OutcomeKinds.Moved, 300));
        (job.Resource, job.PrintMs).ShouldBe(("desk", (long?)2_000));
        JobLedgerFold.GoOn(job, new JobMoved("desk", "yard", 300, 1));
        (job.Resource, job.State, job.StartedAt, job.HasEnded).ShouldBe(("yard", JobRecordStates.Waiting, null, false));
    }

    [Fact]
    public void A_job_sent_again_waits_anew_where_it_is_sent_and_ends_twice()
    {
        var job = Waiting();
        Fold(job, new GoAheadIssued(1, "raw"), 5);
        Fold(job, new TransferStarted(1), 6);
        Fold(job, new TransferInterrupted(1, 300, "agent-silent"), 9)
            .ShouldBe(new Ending(OutcomeKinds.Interrupted, 300, "agent-silent"));
        job.HasEnded.ShouldBeTrue();
        Fold(job, new ResendChosen(1, "desk"), 100);
        (job.Resource, job.HasEnded, job.Code, job.WaitMs, job.QueuedAt).ShouldBe(("desk", false, null, null, Noon.AddSeconds(100)));
        Fold(job, new GoAheadIssued(2, "raw"), 102);
        Fold(job, new TransferStarted(2), 104);
        Fold(job, new TransferFailed(2, 700, "connection-lost"), 105)!.IsFinal.ShouldBeTrue();
        (job.WaitMs, job.Endings, job.Code).ShouldBe(((long?)4_000, 2, "connection-lost"));
    }

    [Fact]
    public void A_wait_begins_with_the_request_when_nobody_said_when_it_was_queued()
    {
        var job = Opened();
        Fold(job, new TransferStarted(1), 7);
        job.WaitMs.ShouldBe(7_000);
        Fold(job, new TransferStartFailed(1, "given-up", RetryAt: null), 8).ShouldBe(new Ending(OutcomeKinds.Failed, Code: "given-up"));
        (job.State, job.HasEnded).ShouldBe((OutcomeKinds.Failed, true));
    }

    [Fact]
    public void Names_are_one_whatever_their_case()
    {
        var job = Opened();
        (job.Domain, job.User).ShouldBe(("office", "anna"));
        JobLedgerFold.Begin(new JobRefused("j", "pc", "not-allowed", "r", null, "OFFICE", "Anna"), Noon)!.User.ShouldBe("anna");
        JobLedgerFold.Begin(new GoAheadIssued(1, null), Noon).ShouldBeNull("the log begins in mid-life");
    }

    private static JobDescribed Document(int? pages, int? copies = null, int? sides = null) => new(pages, 500, copies, null, sides);

    private static JobRecord Opened() =>
        JobLedgerFold.Begin(new JobOpened("j", "pc", "hall", "OFFICE", "Anna", null, null, null, null), Noon)!;

    private static JobRecord Waiting()
    {
        var job = Opened();
        Fold(job, Document(1), 0);
        return job;
    }

    private static Ending? Fold(JobRecord job, JobFact fact, int seconds)
    {
        var ending = JobLedgerFold.Apply(job, fact, Noon.AddSeconds(seconds));
        JobLedgerFold.GoOn(job, fact);
        return ending;
    }
}
