using TicketFlow.Reporting.Schedules;

namespace Reporting.Tests.Schedules;

/// <summary>What may happen to schedules, and what is due then.</summary>
public sealed class ReportScheduleDeciderTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly ReportSchedule Daily = new(
        "daily", ReportKinds.Overview, ReportEvery.Day, 1, new TimeOnly(7, 0), "UTC", ["a@example.org"]);

    private static readonly ReportScheduleBook Scheduled = Given(new ReportScheduled(Daily));

    [Fact]
    public void A_new_schedule_is_recorded_and_the_same_again_is_not()
    {
        ReportScheduleDecider.Schedule(ReportScheduleBook.Empty, Daily).ShouldBe(new ReportScheduled(Daily));
        ReportScheduleDecider.Schedule(Scheduled, Daily with { To = ["a@example.org"] }).ShouldBeNull();
        ReportScheduleDecider.Schedule(Scheduled, Daily with { At = new TimeOnly(8, 0) }).ShouldBeOfType<ReportScheduled>();
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var wrong = new ReportSchedule("Täglich", "jobs", ReportEvery.Week, 8, new TimeOnly(7, 0, 1), "CET", ["a@example.org", "<b>"]);
        var refused = Should.Throw<ReportRefusedException>(() => ReportScheduleDecider.Schedule(ReportScheduleBook.Empty, wrong));
        refused.Code.ShouldBe("report-schedule-invalid");
        refused.Problems.Select(p => p.Part).ShouldBe(["name", "report", "on", "at", "zone", "to"]);
        refused.Message.ShouldContain("'<b>' is none.");
        Should.Throw<ReportRefusedException>(() => ReportScheduleDecider.Schedule(ReportScheduleBook.Empty, Daily with { On = 2 }));
        Should.Throw<ReportRefusedException>(() => ReportScheduleDecider.Schedule(ReportScheduleBook.Empty, Daily with { To = [] }));
    }

    [Fact]
    public void Pausing_and_resuming_twice_is_once_and_nobody_makes_up_for_the_pause()
    {
        ReportScheduleDecider.Pause(Scheduled, "daily").ShouldBe(new ReportSchedulePaused("daily"));
        ReportScheduleDecider.Resume(Scheduled, "daily").ShouldBeNull();
        var paused = Scheduled.Evolve(new ReportSchedulePaused("daily"), 2, Start.AddHours(1));
        ReportScheduleDecider.Pause(paused, "daily").ShouldBeNull();
        DueReports.Of(paused, Start.AddDays(3)).ShouldBeEmpty();
        DueReports.NextAt(paused, Start).ShouldBeNull();
        ReportScheduleDecider.Resume(paused, "daily").ShouldBe(new ReportScheduleResumed("daily"));
        var resumed = paused.Evolve(new ReportScheduleResumed("daily"), 3, Start.AddDays(3));
        DueReports.Of(resumed, Start.AddDays(3).AddHours(1)).ShouldBeEmpty();
        DueReports.Of(resumed, Start.AddDays(4)).ShouldHaveSingleItem().Missed.ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_can_be_done_with_a_schedule_that_is_not_there()
    {
        Action[] deeds =
        [
            () => ReportScheduleDecider.Remove(ReportScheduleBook.Empty, "daily"),
            () => ReportScheduleDecider.Pause(ReportScheduleBook.Empty, "daily"),
            () => ReportScheduleDecider.Resume(ReportScheduleBook.Empty, "daily"),
            () => ReportScheduleDecider.Run(ReportScheduleBook.Empty, "daily", null, false, Start),
        ];
        foreach (var deed in deeds)
        {
            Should.Throw<ReportRefusedException>(deed).Code.ShouldBe("report-schedule-unknown");
        }

        var removed = Scheduled.Evolve((ReportScheduleEvent)ReportScheduleDecider.Remove(Scheduled, "daily")!, 2, Start);
        removed.Schedules.ShouldBeEmpty();
    }

    [Fact]
    public void A_run_is_of_the_last_whole_period_or_the_one_that_is_named_or_what_there_is_so_far()
    {
        ReportScheduleDecider.Run(Scheduled, "daily", null, false, Start)
            .ShouldBe(new ReportRequested("daily", new(2026, 10, 31), new(2026, 11, 1)));
        ReportScheduleDecider.Run(Scheduled, "daily", "2026-10", false, Start)
            .ShouldBe(new ReportRequested("daily", new(2026, 10, 1), new(2026, 11, 1)));
        ReportScheduleDecider.Run(Scheduled, "daily", null, true, Start)
            .ShouldBe(new ReportRequested("daily", new(2026, 11, 1), new(2026, 11, 2)));
        foreach (var (period, soFar) in ((string, bool)[])[("2026-12", false), ("tomorrow", false), ("2026-10", true)])
        {
            Should.Throw<ReportRefusedException>(() => ReportScheduleDecider.Run(Scheduled, "daily", period, soFar, Start))
                .Code.ShouldBe("report-schedule-invalid");
        }
    }

    [Fact]
    public void Of_the_missed_ones_only_the_newest_is_due_and_it_names_the_others()
    {
        DueReports.Of(Scheduled, Start.AddHours(1)).ShouldBeEmpty("it was scheduled after that day's time");
        var due = DueReports.Of(Scheduled, Start.AddDays(4)).ShouldHaveSingleItem();
        (due.Period.Name, due.Request, due.MessageName).ShouldBe(("2026-11-04", 0L, "report.daily.2026-11-04"));
        due.Missed.Select(m => m.Period.Name).ShouldBe(["2026-11-03", "2026-11-02", "2026-11-01"]);
        DueReports.Of(Scheduled, Start.AddDays(400)).ShouldHaveSingleItem().Missed.Count.ShouldBe(31);
    }

    [Fact]
    public void A_request_is_due_beside_the_clock_and_not_for_ever()
    {
        var asked = Scheduled.Evolve(new ReportRequested("daily", new(2026, 10, 31), new(2026, 11, 1)), 7, Start);
        var due = DueReports.Of(asked, Start).ShouldHaveSingleItem();
        (due.Request, due.MessageName).ShouldBe((7L, "report.daily.2026-10-31.7"));
        DueReports.Of(asked, Start.AddDays(2)).ShouldHaveSingleItem().Request.ShouldBe(0);
        var flood = Enumerable.Range(8, 500).Aggregate(
            asked, (book, version) => book.Evolve(new ReportRequested("daily", new(2026, 10, 31), new(2026, 11, 1)), version, Start));
        flood.Requests.Count.ShouldBe(200);
        flood.Requests[^1].Number.ShouldBe(507);
    }

    private static ReportScheduleBook Given(ReportScheduleEvent fact) => ReportScheduleBook.Empty.Evolve(fact, 1, Start);
}
