using TicketFlow.PrinterMonitor.Polling;

namespace PrinterMonitor.Tests.Polling;

public sealed class PollWheelTests
{
    [Fact]
    public void Each_entry_comes_once_at_its_tick_also_beyond_a_turn_of_the_ring()
    {
        var (wheel, random) = (new PollWheel<int>(16), new Random(7));
        var dues = Enumerable.Range(0, 500).Select(_ => random.Next(1, 100)).ToArray();
        for (var i = 0; i < dues.Length; i++)
        {
            wheel.Add(dues[i], i);
        }

        var seen = new Dictionary<int, long>();
        for (var tick = 1L; tick <= 100; tick++)
        {
            foreach (var item in Take(wheel, tick))
            {
                seen.Add(item, tick);
            }
        }

        seen.ShouldBe(Enumerable.Range(0, dues.Length).ToDictionary(i => i, i => (long)dues[i]), ignoreOrder: true);
        wheel.Count.ShouldBe(0);
    }

    [Fact]
    public void After_a_long_stop_all_that_is_overdue_comes_at_once_and_nothing_else()
    {
        var wheel = new PollWheel<string>(8);
        wheel.Add(3, "soon");
        wheel.Add(70, "later");
        wheel.Add(90, "not yet");
        Take(wheel, 80).ShouldBe(["soon", "later"], ignoreOrder: true);
        Take(wheel, 89).ShouldBeEmpty();
        Take(wheel, 90).ShouldBe(["not yet"]);
    }

    [Fact]
    public void What_should_have_been_before_now_comes_next()
    {
        var wheel = new PollWheel<string>(8);
        Take(wheel, 50);
        wheel.Add(10, "late");
        Take(wheel, 51).ShouldBe(["late"]);
    }

    private static List<T> Take<T>(PollWheel<T> wheel, long tick)
    {
        var due = new List<T>();
        wheel.Advance(tick, due);
        return due;
    }
}
