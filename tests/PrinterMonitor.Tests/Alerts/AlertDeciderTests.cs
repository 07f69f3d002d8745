using TicketFlow.Delivery.AlertRules;
using TicketFlow.PrinterMonitor.Alerts.Incidents;

namespace PrinterMonitor.Tests.Alerts;

/// <summary>Who is told what, and when.</summary>
public sealed class AlertDeciderTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static readonly AlertRule Paper = new("paper", ["media-empty", "media-low"], [], [], ["paper@x.org"]);
    private static readonly AlertRule Toner = new("toner", ["toner-*"], [], [], ["purchasing@x.org"]);
    private static readonly AlertRule Jams = new("jams", ["media-jam"], [], [], ["helpdesk@x.org"]);
    private static readonly AlertRule Silence = new("silence", ["timed-out"], [], [], ["net@x.org"]);

    [Fact]
    public void Each_trouble_goes_to_its_people_once_and_its_end_too() => new AlertStory(Paper, Toner, Jams)
        .Becomes("a", "media-empty").Becomes("b", "toner-low media-jam").After(5 * Minute)
        .Becomes("a").After(5 * Minute)
        .Told.ShouldBe(
        [
            "trouble paper a media-empty -> paper@x.org",
            "trouble toner b toner-low -> purchasing@x.org",
            "trouble jams b media-jam -> helpdesk@x.org",
            "trouble-over paper a media-empty -> paper@x.org",
        ], ignoreOrder: true);

    [Fact]
    public void What_does_not_last_is_not_told() =>
        new AlertStory(Paper).Becomes("a", "media-empty").After(59 * Second).Becomes("a").After(10 * Minute).Told.ShouldBeEmpty();

    [Fact]
    public void A_fault_that_goes_away_for_a_moment_is_the_same_incident()
    {
        var story = new AlertStory(Paper).Becomes("a", "media-empty").After(2 * Minute);
        for (var i = 0; i < 10; i++)
        {
            story.Becomes("a").After(30 * Second).Becomes("a", "media-empty").After(30 * Second);
        }

        story.Told.ShouldHaveSingleItem();
        story.Becomes("a").After(2 * Minute).Told.Count.ShouldBe(2);
        story.Becomes("a", "media-empty").After(2 * Minute).Told.Count.ShouldBe(3);
        story.Letters.Select(l => l.Name).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public void A_changed_health_with_the_same_cause_tells_nothing_new() => new AlertStory(Paper)
        .Becomes("a", "media-empty").After(2 * Minute).Becomes("a", "media-empty door-open").After(2 * Minute).Told.ShouldHaveSingleItem();

    [Fact]
    public void A_site_that_goes_down_is_one_letter_and_its_return_another()
    {
        var story = new AlertStory(Silence);
        for (var i = 0; i < 500; i++)
        {
            // Over one polling interval.
            story.Becomes($"p{i}", "timed-out").After(TimeSpan.FromSeconds(60.0 / 500));
        }

        story.Becomes("elsewhere", "timed-out", "Bonn").After(3 * Minute).Told.ShouldBe(
            ["trouble silence 500 timed-out -> net@x.org", "trouble silence elsewhere timed-out -> net@x.org"]);
        for (var i = 0; i < 500; i++)
        {
            story.Becomes($"p{i}").After(TimeSpan.FromSeconds(60.0 / 500));
        }

        story.After(3 * Minute).Told.Skip(2).ShouldBe(["trouble-over silence 500 timed-out -> net@x.org"]);
        story.Letters[^1].FollowsUp.ShouldBe(story.Letters[0].Name);
    }

    [Fact]
    public void A_number_that_grows_for_ever_is_told_in_the_end()
    {
        var story = new AlertStory(Silence);
        for (var i = 0; i < 40; i++)
        {
            story.Becomes($"p{i}", "timed-out").After(10 * Second);
        }

        story.Told[0].ShouldStartWith("trouble silence 18 ");
    }

    [Fact]
    public void Quiet_hours_hold_letters_back_and_what_ends_in_them_is_never_told()
    {
        var story = new AlertStory(Paper with { Quiet = new QuietHours(new(13, 0), new(15, 0), "UTC", []) });
        story.After(65 * Minute).Becomes("a", "media-empty").Becomes("b", "media-empty").After(30 * Minute)
            .Becomes("b").After(20 * Minute).Told.ShouldBeEmpty();
        story.After(120 * Minute).Told.ShouldBe(["trouble paper a media-empty -> paper@x.org"]);
        story.Letters[0].Notices[0].Incident.OpenedAt.Hour.ShouldBe(13);
    }

    [Fact]
    public void Nobody_cares_and_others_are_told_once_and_of_the_end()
    {
        var rule = Paper with { Escalation = new Escalation(30 * Minute, ["boss@x.org", "paper@x.org"]) };
        new AlertStory(rule).Becomes("a", "media-empty").After(300 * Minute).Becomes("a").After(5 * Minute).Told.ShouldBe(
        [
            "trouble paper a media-empty -> paper@x.org",
            "trouble-escalated paper a media-empty -> boss@x.org paper@x.org",
            "trouble-over paper a media-empty -> paper@x.org",
            "trouble-over paper a media-empty -> boss@x.org",
        ]);
    }

    [Fact]
    public void Who_acknowledges_stops_the_escalation_but_not_the_end()
    {
        var rule = Paper with { Escalation = new Escalation(30 * Minute, ["boss@x.org"]) };
        new AlertStory(rule).Becomes("a", "media-empty").After(10 * Minute).Acknowledged("a").After(300 * Minute).Becomes("a")
            .After(5 * Minute)
            .Told.ShouldBe(["trouble paper a media-empty -> paper@x.org", "trouble-over paper a media-empty -> paper@x.org"]);
    }

    [Fact]
    public void What_was_repaired_in_time_is_not_escalated()
    {
        var rule = Paper with { Escalation = new Escalation(30 * Minute, ["boss@x.org"]) };
        new AlertStory(rule).Becomes("a", "media-empty").After(20 * Minute).Becomes("a").After(300 * Minute)
            .Told.ShouldAllBe(told => !told.Contains("boss"));
    }

    [Fact]
    public void A_rule_that_does_not_tell_ends_tells_none() => new AlertStory(Paper with { TellsEnd = false })
        .Becomes("a", "media-empty").After(2 * Minute).Becomes("a").After(5 * Minute).Told.ShouldHaveSingleItem();

    [Fact]
    public void A_removed_rule_tells_nothing_any_more()
    {
        var story = new AlertStory(Paper).Becomes("a", "media-empty");
        story.Book = AlertRuleBook.Empty;
        story.After(10 * Minute).Told.ShouldBeEmpty();
    }

    [Fact]
    public void Deciding_again_decides_nothing()
    {
        var incident = new Incident(Guid.NewGuid(), "a", "Berlin", "media-empty", DateTimeOffset.UnixEpoch, null);
        var book = AlertRuleBook.Empty.Evolve(new AlertRuleSaved(Paper));
        var now = DateTimeOffset.UnixEpoch.AddHours(1);
        var plan = AlertDecider.Decide(now, book, [new Notice(incident, "paper", NoticePhase.Waiting, DateTimeOffset.UnixEpoch)]);
        plan.Letters.ShouldHaveSingleItem();
        var again = AlertDecider.Decide(now, book, plan.Changed);
        again.Letters.ShouldBeEmpty();
        again.Changed.ShouldBeEmpty();
    }
}
