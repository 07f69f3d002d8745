using TicketFlow.TicketServer.Agents;

namespace TicketServer.Tests.Agents;

/// <summary>Two installations of one identity are found; whatever else happens to an agent's starts is not taken for that.</summary>
public sealed class LineageDeciderTests
{
    private const string Agent = "desk-1";
    private static readonly DateTimeOffset Morning = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private AgentState? _state;
    private DateTimeOffset _now = Morning;

    [Fact]
    public void Starts_one_after_the_other_are_recorded_and_no_more()
    {
        Hear("s1").ShouldBe(["started s1"]);
        Hear("s2", "s1").ShouldBe(["started s2"]);
        Hear("s3", "s2", "s1").ShouldBe(["started s3"]);
    }

    [Fact]
    public void The_same_hello_again_means_nothing()
    {
        Hear("s1");
        Hear("s1").ShouldBeEmpty();
        Hear("s2", "s1");
        Hear("s2", "s1").ShouldBeEmpty();
    }

    [Fact]
    public void Starts_that_were_never_heard_of_are_no_fork()
    {
        Hear("s1");
        Hear("s5", "s4", "s3", "s2", "s1").ShouldBe(["started s5"]);
    }

    [Fact]
    public void A_start_from_an_older_one_is_a_second_installation_and_told_with_both_places()
    {
        Hear("s1");
        Hear("copy", "s1");
        Decide("s2", ["s1"])[0].ShouldBe(new AgentForked(Agent, "s2", "at s2", "s1", "copy", "at copy"));
        _state!.Newest!.Start.ShouldBe("s2");
    }

    [Fact]
    public void A_copy_of_a_start_that_was_never_heard_of_is_found_too()
    {
        Hear("s1");
        Hear("copy", "s2", "s1");
        Hear("s3", "s2", "s1").ShouldBe(["forked from s2", "started s3"]);
    }

    [Fact]
    public void Two_that_go_on_beside_each_other_are_told_once_a_day()
    {
        Hear("a1");
        Hear("b1", "a1");
        Hear("a2", "a1").ShouldBe(["forked from a1", "started a2"]);
        Hear("b2", "b1", "a1").ShouldBe(["started b2"]);
        Hear("a3", "a2", "a1").ShouldBe(["started a3"]);
        _now += TimeSpan.FromDays(1);
        Hear("b3", "b2", "b1", "a1").ShouldBe(["forked from b2", "started b3"]);
    }

    [Fact]
    public void A_disk_put_back_from_a_backup_is_told_once()
    {
        Hear("s1");
        Hear("s2", "s1");
        Hear("s3", "s2", "s1");
        Hear("back", "s1").ShouldBe(["forked from s1", "started back"]);
        _now += TimeSpan.FromDays(2);
        Hear("next", "back", "s1").ShouldBe(["started next"]);
    }

    [Fact]
    public void A_lost_home_is_a_new_beginning()
    {
        Hear("s1");
        Hear("s2", "s1");
        Hear("fresh").ShouldBe(["started fresh"]);
        Hear("next", "fresh").ShouldBe(["started next"]);
    }

    [Fact]
    public void Late_news_of_an_older_start_is_no_fork()
    {
        Hear("s1");
        Hear("s3", "s2", "s1");
        Hear("s2", "s1").ShouldBeEmpty();
        Hear("s1").ShouldBeEmpty();
    }

    [Fact]
    public void An_older_start_that_still_speaks_long_after_a_newer_one_lives_on_beside_it()
    {
        Hear("s1");
        Hear("copy", "s1");
        _now += TimeSpan.FromMinutes(10);
        Hear("s1").ShouldBe(["forked from s1"]);
        Hear("s1").ShouldBeEmpty();
    }

    [Fact]
    public void An_agent_that_dies_again_and_again_does_not_fill_the_log_and_is_not_taken_for_two()
    {
        Hear("s1");
        _now -= TimeSpan.FromMinutes(1) - TimeSpan.FromSeconds(5);
        Hear("s2", "s1").ShouldBeEmpty();
        _now -= TimeSpan.FromMinutes(1) - TimeSpan.FromSeconds(2);
        Hear("s3", "s2", "s1").ShouldBeEmpty();
        _now += TimeSpan.FromMinutes(1);
        Hear("s4", "s3", "s2", "s1").ShouldBe(["started s4"]);
    }

    [Fact]
    public void What_is_remembered_is_bounded()
    {
        var chain = new List<string>();
        for (var n = 0; n < 100; n++)
        {
            Hear($"s{n}", [.. chain.AsEnumerable().Reverse().Take(3)]);
            chain.Add($"s{n}");
        }

        _state!.Starts.Count.ShouldBe(16);
        _state.Newest!.Start.ShouldBe("s99");
    }

    /// <summary>Decides, folds, and lets a minute pass.</summary>
    private string[] Hear(string start, params string[] previous) =>
    [
        .. Decide(start, previous)
            .Select(e => e is AgentForked fork ? $"forked from {fork.Common}" : $"started {((AgentStarted)e).Start}"),
    ];

    private IReadOnlyList<AgentEvent> Decide(string start, string[] previous)
    {
        var events = LineageDecider.Decide(_state, Started(start, previous), _now);
        foreach (var e in events)
        {
            _state = AgentState.Evolve(_state, e, _now);
        }

        LineageDecider.Decide(_state, Started(start, previous), _now).ShouldBeEmpty("the same again decides nothing");
        _now += TimeSpan.FromMinutes(1);
        return events;
    }

    private static AgentStarted Started(string start, string[] previous) => new(Agent, start, previous, "at " + start, "0.1.0");
}
