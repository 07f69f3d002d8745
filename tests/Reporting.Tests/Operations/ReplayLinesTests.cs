using TicketFlow.Ops.Replay;

namespace Reporting.Tests.Operations;

/// <summary>What a replay without a terminal says of its progress.</summary>
public sealed class ReplayLinesTests
{
    private readonly StringWriter _written = new();
    private readonly Hand _clock = new();

    [Fact]
    public void A_line_every_five_seconds_says_what_is_done_how_fast_and_how_long_it_takes()
    {
        var lines = new ReplayLines("queue", _written, _clock);
        lines.Report(new(0, 1_000, 101_000));
        After(4, lines, 9_000);
        After(1, lines, 11_000);
        After(4, lines, 40_000);
        After(1, lines, 51_000);

        Written().ShouldBe([
            "queue: number 11,000 of 101,000 (10 %), 2,000 a second, 0:00:45 left",
            "queue: number 51,000 of 101,000 (50 %), 5,000 a second, 0:00:10 left",
        ]);
    }

    [Fact]
    public void While_nothing_moves_the_time_left_is_not_known()
    {
        var lines = new ReplayLines("reporting", _written, _clock);
        lines.Report(new(0, 0, 10));
        After(7, lines, 0, highest: 10);

        Written().ShouldBe(["reporting: number 0 of 10 (0 %), 0 a second, an unknown time left"]);
    }

    private void After(int seconds, ReplayLines lines, long sequence, long highest = 101_000)
    {
        _clock.Seconds += seconds;
        lines.Report(new(0, sequence, highest));
    }

    private string[] Written() => _written.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private sealed class Hand : TimeProvider
    {
        public int Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
