using TicketFlow.TicketServer.Queues;

namespace TicketServer.Tests.Queues;

public sealed class SlotRulesTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan OvertakeFor = TimeSpan.FromMinutes(2);

    [Fact]
    public void The_first_go_as_far_as_slots_and_bytes_reach() =>
        Pick([10, 10, 10, 10], new Room(3, 25, 0)).ShouldBe([0, 1]);

    [Fact]
    public void A_small_job_overtakes_a_large_one_that_does_not_fit() =>
        Pick([100, 10], new Room(2, 50, 1)).ShouldBe([1]);

    [Fact]
    public void Nobody_overtakes_a_large_job_that_has_waited_long_enough() =>
        Pick([100, 10], new Room(2, 50, 1), age: OvertakeFor).ShouldBeEmpty();

    [Fact]
    public void A_job_larger_than_everything_goes_when_nothing_else_is_active() =>
        Pick([1000, 10], new Room(2, 50, 0)).ShouldBe([0]);

    [Fact]
    public void No_slot_no_job() => Pick([1], new Room(0, 50, 2)).ShouldBeEmpty();

    /// <summary>Random mixes on a simulated printer: capacity is never exceeded, and no job waits longer than its bound.</summary>
    [Fact]
    public void Nothing_starves_in_any_mix()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var run = 0; run < 50; run++)
        {
            new Simulation(random).Run($"seed {seed}, run {run}");
        }
    }

    private static List<int> Pick(long[] bytes, Room room, TimeSpan age = default) =>
        SlotRules.Pick([.. bytes.Select(b => new Candidate(b, Start))], room, Start + age, OvertakeFor);

    private sealed class Simulation(Random random)
    {
        private const long Capacity = 1000;
        private readonly int _slots = random.Next(1, 8);
        private readonly List<Candidate> _queue = [];
        private readonly List<(long Bytes, int EndsAt)> _active = [];
        private readonly TimeSpan _overtakeFor = TimeSpan.FromSeconds(random.Next(10, 100));

        public void Run(string because)
        {
            const int arrivals = 500;
            var second = 0;
            for (; second < arrivals || _queue.Count > 0; second++)
            {
                var now = Start.AddSeconds(second);
                _active.RemoveAll(job => job.EndsAt <= second);
                if (second < arrivals && random.Next(100) < 60)
                {
                    _queue.Add(new Candidate(random.Next(10) == 0 ? random.Next(500, 1500) : random.Next(1, 100), now));
                }

                Release(second, now, because);
                second.ShouldBeLessThan(arrivals * 10, because + ": somebody starves");
            }
        }

        private void Release(int second, DateTimeOffset now, string because)
        {
            var used = _active.Sum(job => job.Bytes);
            var picked = SlotRules.Pick(_queue, new Room(_slots - _active.Count, Capacity - used, _active.Count), now, _overtakeFor);
            foreach (var place in Enumerable.Reverse(picked))
            {
                var overtaken = _queue.Take(place).Where((_, earlier) => !picked.Contains(earlier));
                overtaken.ShouldAllBe(job => now - job.Since < _overtakeFor, because);
            }

            foreach (var place in Enumerable.Reverse(picked))
            {
                _active.Add((_queue[place].Bytes, second + random.Next(1, 5)));
                _queue.RemoveAt(place);
            }

            _active.Count.ShouldBeLessThanOrEqualTo(_slots, because);
            (_active.Sum(job => job.Bytes) <= Capacity || _active.Count == 1).ShouldBeTrue(because);
        }
    }
}
