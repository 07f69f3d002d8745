using TicketFlow.EventStore.Daemon;

namespace TicketFlow.EventStore.Tests.Daemon;

public sealed class HighWaterRuleTests
{
    [Fact]
    public void Without_events_above_the_mark_it_stays() => HighWaterRule.Next(Look(mark: 5, [])).ShouldBe(5);

    [Fact]
    public void Without_a_hole_it_goes_to_the_highest() => HighWaterRule.Next(Look(mark: 5, [6, 7, 8])).ShouldBe(8);

    [Fact]
    public void It_stops_before_the_first_hole()
    {
        var look = Look(mark: 5, [6, 7, 9, 11]);
        HighWaterRule.Next(look).ShouldBe(7);
        HighWaterRule.HasGapAbove(look, 7).ShouldBeTrue();
    }

    [Fact]
    public void A_hole_directly_above_holds_it()
    {
        var look = Look(mark: 5, [7, 8]);
        HighWaterRule.Next(look).ShouldBe(5);
        HighWaterRule.HasGapAbove(look, 5).ShouldBeTrue();
    }

    [Fact]
    public void Without_a_hole_there_is_none() => HighWaterRule.HasGapAbove(Look(mark: 5, [6, 7]), 7).ShouldBeFalse();

    [Fact]
    public void A_skip_goes_no_further_than_what_was_given_out_at_first_sight()
    {
        var firstSight = Look(mark: 5, [7]) with { LastValue = 9 };
        HighWaterRule.SkipTo(firstSight, Look(mark: 5, [7, 8, 9, 12])).ShouldBe(9);
        HighWaterRule.SkipTo(firstSight, Look(mark: 5, [7, 8])).ShouldBe(8);
    }

    private static HighWaterLook Look(long mark, long[] numbers)
    {
        var edge = numbers.Where((n, i) => i + 1 < numbers.Length && numbers[i + 1] > n + 1).Select(n => (long?)n).FirstOrDefault();
        long? highest = numbers.Length == 0 ? null : numbers[^1];
        return new HighWaterLook(mark, numbers.Length == 0 ? null : numbers[0], edge, highest, highest, highest ?? mark, "1", default);
    }
}
