using TicketFlow.Contracts.Errors;
using TicketFlow.PrinterMonitor.Health;
using TicketFlow.PrinterMonitor.Polling;

namespace PrinterMonitor.Tests.Polling;

public sealed class PollPaceTests
{
    private static readonly PollingOptions Options = new();

    [Theory]
    [InlineData(HealthStatus.Ready, PrinterActivity.Idle, 0, 30)]
    [InlineData(HealthStatus.Warning, PrinterActivity.Idle, 0, 30)]
    [InlineData(HealthStatus.Printing, PrinterActivity.Printing, 0, 15)]
    [InlineData(HealthStatus.Ready, PrinterActivity.Sleeping, 0, 60)]
    [InlineData(HealthStatus.Offline, PrinterActivity.Idle, 0, 5)]
    [InlineData(HealthStatus.Ready, PrinterActivity.Idle, 1, 5)]
    [InlineData(HealthStatus.Ready, PrinterActivity.Idle, 3, 20)]
    [InlineData(HealthStatus.Ready, PrinterActivity.Idle, 500, 60)]
    public void The_pace_follows_what_the_printer_does(HealthStatus status, PrinterActivity activity, int misses, int seconds) =>
        PollPace.WaitAfter(new PrinterHealth { Status = status, Activity = activity }, misses, Options, 0)
            .ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void A_fleet_does_not_ask_in_step()
    {
        var health = new PrinterHealth { Status = HealthStatus.Ready };
        PollPace.WaitAfter(health, 0, Options, 0).ShouldBe(TimeSpan.FromSeconds(30));
        PollPace.WaitAfter(health, 0, Options, 1).ShouldBe(TimeSpan.FromSeconds(27));
        PollPace.WaitAfter(null, 9, Options, 0).ShouldBe(Options.Absent);
    }

    [Fact]
    public void A_silence_is_forgiven_once_and_never_told_of_one_that_has_not_answered_yet()
    {
        var last = new PrinterHealth { Status = HealthStatus.Ready };
        SilenceRule.After(last, 1).ShouldBeNull();
        SilenceRule.After(null, 100).ShouldBeNull();
        var gone = SilenceRule.After(last, 2).ShouldNotBeNull();
        (gone.Status, gone.Causes.Single(), gone.IsStale).ShouldBe((HealthStatus.Offline, HealthCause.Unreachable, true));
    }

    [Theory]
    [InlineData(TransferErrors.Refused, PrinterActivity.Idle, 2)]
    [InlineData(TransferErrors.Unreachable, PrinterActivity.Idle, 2)]
    [InlineData(TransferErrors.Timeout, PrinterActivity.Unknown, 2)]
    [InlineData(TransferErrors.Timeout, PrinterActivity.Sleeping, 1)]
    [InlineData(TransferErrors.Stalled, PrinterActivity.Idle, 1)]
    [InlineData(null, PrinterActivity.Idle, 1)]
    public void An_agent_before_a_closed_door_is_a_second_witness_but_not_against_a_sleeper(
        string? reason, PrinterActivity activity, int weight) =>
        SilenceRule.WeightOf(reason, new PrinterHealth { Activity = activity }).ShouldBe(weight);
}
