using TicketFlow.Agent.Desktop.Printer;

namespace TicketFlow.Agent.Tests.Desktop;

/// <summary>How often a real printer is asked what it can.</summary>
public sealed class AbilityTriesTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    private readonly SetClock _clock = new();

    [Fact]
    public void A_printer_that_has_told_is_asked_again_after_a_day()
    {
        var tries = new AbilityTries(_clock);
        tries.IsDue("office", null).ShouldBeTrue();
        tries.Note("office", told: true);
        var heard = _clock.Now;
        _clock.Now += TimeSpan.FromDays(1) - Moment;
        tries.IsDue("OFFICE", heard).ShouldBeFalse();
        tries.IsDue("hall", null).ShouldBeTrue("each printer has its own day");
        _clock.Now += Moment;
        tries.IsDue("office", heard).ShouldBeTrue();
    }

    [Fact]
    public void A_printer_that_did_not_tell_is_asked_again_after_an_hour()
    {
        var tries = new AbilityTries(_clock);
        tries.Note("office", told: false);
        _clock.Now += TimeSpan.FromHours(1) - Moment;
        tries.IsDue("office", null).ShouldBeFalse();
        _clock.Now += Moment;
        tries.IsDue("office", null).ShouldBeTrue();
    }

    [Fact]
    public void What_it_told_before_a_restart_counts() =>
        new AbilityTries(_clock).IsDue("office", _clock.Now - TimeSpan.FromHours(23)).ShouldBeFalse();

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch.AddYears(50);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
