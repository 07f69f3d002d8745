using TicketFlow.PrinterMonitor.Health;

namespace PrinterMonitor.Tests.Health;

public sealed class StateReasonsTests
{
    [Fact]
    public void Every_cause_has_one_keyword_that_leads_back_to_it()
    {
        foreach (var cause in Enum.GetValues<HealthCause>())
        {
            foreach (var status in new[] { HealthStatus.Warning, HealthStatus.Offline })
            {
                StateReasons.TryParse(StateReasons.ReasonOf(cause, status), out var parsed).ShouldBeTrue(cause.ToString());
                parsed.ShouldBe(cause);
            }
        }
    }

    [Theory]
    [InlineData("marker-supply-low-warning", HealthCause.TonerLow)]
    [InlineData("cover-open-error", HealthCause.DoorOpen)]
    [InlineData("media-needed", HealthCause.PaperEmpty)]
    [InlineData("media-jam-report", HealthCause.PaperJam)]
    public void Printers_own_keywords_mean_the_same(string reason, HealthCause cause)
    {
        StateReasons.TryParse(reason, out var parsed).ShouldBeTrue();
        parsed.ShouldBe(cause);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("paused")]
    [InlineData("-error")]
    [InlineData("")]
    public void What_is_no_trouble_is_no_cause(string reason) => StateReasons.TryParse(reason, out _).ShouldBeFalse();

    [Fact]
    public void What_stops_the_printer_is_an_error_and_the_rest_a_warning()
    {
        StateReasons.ReasonOf(HealthCause.PaperJam, HealthStatus.Offline).ShouldBe("media-jam-error");
        StateReasons.ReasonOf(HealthCause.PaperJam, HealthStatus.Warning).ShouldBe("media-jam-warning");
        StateReasons.ReasonOf(HealthCause.TonerLow, HealthStatus.Offline).ShouldBe("toner-low-warning");
        StateReasons.ReasonOf(HealthCause.Unreachable, HealthStatus.Offline).ShouldBe("timed-out-error");
    }
}
