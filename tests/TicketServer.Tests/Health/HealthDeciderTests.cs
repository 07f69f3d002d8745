using TicketFlow.Contracts.Health;
using TicketFlow.TicketServer.Health;
using TicketFlow.TicketServer.Resources;

namespace TicketServer.Tests.Health;

public sealed class HealthDeciderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private static readonly ResourceState Hall = new("hall", "printer", "192.0.2.7:9100", "raw", 1, 1000, null);

    [Fact]
    public void A_stop_is_reported_and_stops_the_queue()
    {
        var events = HealthDecider.Decide(Hall, Change(1, HealthStatuses.Stopped, "media-jam"));
        events.Select(e => e.GetType()).ShouldBe([typeof(ResourceHealthReported), typeof(ResourceStopped)]);
        var stopped = (ResourceStopped)events[1];
        (stopped.Source, stopped.Text).ShouldBe((HealthDecider.Monitor, "paper jam; its display says \"Jam in tray 2\""));
        stopped.Causes.ShouldBe(["media-jam"]);
    }

    [Fact]
    public void A_repetition_and_an_older_word_do_nothing()
    {
        var state = Fold(Hall, HealthDecider.Decide(Hall, Change(2, HealthStatuses.Stopped, "media-jam")));
        HealthDecider.Decide(state, Change(2, HealthStatuses.Stopped, "media-jam")).ShouldBeEmpty();
        HealthDecider.Decide(state, Change(1, HealthStatuses.Ready)).ShouldBeEmpty();
        HealthDecider.Decide(null, Change(1, HealthStatuses.Stopped)).ShouldBeEmpty();
    }

    [Fact]
    public void Another_fault_of_a_stopped_printer_is_reported_and_does_not_stop_it_again()
    {
        var state = Fold(Hall, HealthDecider.Decide(Hall, Change(1, HealthStatuses.Stopped, "media-jam")));
        HealthDecider.Decide(state, Change(2, HealthStatuses.Stopped, "door-open"))
            .ShouldHaveSingleItem().ShouldBeOfType<ResourceHealthReported>();
    }

    [Theory]
    [InlineData(HealthStatuses.Ready)]
    [InlineData(HealthStatuses.Warning)]
    public void What_the_monitor_stopped_goes_on_when_it_works_again(string status)
    {
        var state = Fold(Hall, HealthDecider.Decide(Hall, Change(1, HealthStatuses.Stopped, "media-jam")));
        HealthDecider.Decide(state, Change(2, status))[1].ShouldBe(new ResourceWorks("hall", HealthDecider.Monitor));
    }

    [Fact]
    public void What_an_operator_stopped_an_operator_starts()
    {
        var state = Fold(Hall, [new ResourceStopped("hall", [], "being moved", "operator:olga")]);
        var events = HealthDecider.Decide(state, Change(1, HealthStatuses.Ready));
        events.ShouldHaveSingleItem().ShouldBeOfType<ResourceHealthReported>();
        Fold(state, events).Health.ShouldBe(ResourceHealth.Stopped);
    }

    [Fact]
    public void Not_knowing_clears_no_fault_and_makes_none()
    {
        var state = Fold(Hall, HealthDecider.Decide(Hall, Change(1, HealthStatuses.Stopped, "media-jam")));
        Fold(state, HealthDecider.Decide(state, Change(2, HealthStatuses.Unknown))).Health.ShouldBe(ResourceHealth.Stopped);
        Fold(Hall, HealthDecider.Decide(Hall, Change(1, HealthStatuses.Unknown))).Health.ShouldBe(ResourceHealth.Unknown);
    }

    [Fact]
    public void The_first_good_word_ends_not_knowing_and_tells_nobody()
    {
        var events = HealthDecider.Decide(Hall, Change(1, HealthStatuses.Ready));
        events.ShouldHaveSingleItem();
        Fold(Hall, events).Health.ShouldBe(ResourceHealth.Ok);
    }

    [Fact]
    public void A_monitor_that_lost_its_tables_and_begins_again_is_believed()
    {
        var state = Fold(Hall, HealthDecider.Decide(Hall, Change(90, HealthStatuses.Stopped, "media-jam")));
        var anew = Change(1, HealthStatuses.Ready) with { At = Now.AddHours(1) };
        HealthDecider.Decide(state, anew)[1].ShouldBeOfType<ResourceWorks>();
    }

    [Theory]
    [InlineData(HealthStatuses.Ready, 1, true)]
    [InlineData(HealthStatuses.Warning, 1, true)]
    [InlineData(HealthStatuses.Stopped, 1, false)]
    [InlineData(HealthStatuses.Unknown, 0, false)]
    [InlineData(HealthStatuses.Ready, 0, false)]
    public void Only_a_device_that_itself_says_that_it_works_ends_the_wait_for_a_check(string status, int answered, bool goesOn) =>
        HealthDecider.Decide(Hall, new ResourceCheckAnswered("hall", Now, status, [], answered, 3)).Count.ShouldBe(goesOn ? 1 : 0);

    private static ResourceHealthChanged Change(long version, string status, params string[] causes) => new(
        ResourceHealthChanged.IdOf("hall", version), "hall", version, Now.AddSeconds(version), status, HealthStatuses.Unknown, causes,
        HealthSources.Snmp,
        Supplies: [new SupplyState(SupplyKinds.Toner, "black", LevelSteps.Low, 8, "Toner")], Text: "Jam in tray 2");

    private static ResourceState Fold(ResourceState state, IEnumerable<ResourceEvent> events) =>
        events.Aggregate(state, (s, e) => ResourceState.Evolve(s, e)!);
}
