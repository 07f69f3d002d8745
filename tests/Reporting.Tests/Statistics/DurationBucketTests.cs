using TicketFlow.Reporting.Statistics;

namespace Reporting.Tests.Statistics;

public sealed class DurationBucketTests
{
    [Fact]
    public void Every_duration_lies_in_its_bucket_which_is_at_most_a_quarter_wide()
    {
        for (long duration = 0; duration < 5_000_000; duration += 1 + (duration / 97))
        {
            var bucket = DurationBucket.Of(duration);
            DurationBucket.Floor(bucket).ShouldBeLessThanOrEqualTo(duration);
            DurationBucket.Floor(bucket + 1).ShouldBeGreaterThan(duration, $"{duration} in {bucket}");
            (DurationBucket.Floor(bucket + 1) - DurationBucket.Floor(bucket)).ShouldBeLessThanOrEqualTo(1 + (duration / 4));
        }
    }

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(0, 0)]
    [InlineData(3, 3)]
    [InlineData(long.MaxValue, 251)]
    public void The_ends_have_buckets_too(long duration, int bucket) => DurationBucket.Of(duration).ShouldBe(bucket);

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    public void A_percentile_is_right_to_within_an_eighth(double share)
    {
        var random = new Random(11);
        var durations = Enumerable.Range(0, 5_000).Select(_ => (long)Math.Exp(random.NextDouble() * 14)).Order().ToList();
        var counts = durations.GroupBy(DurationBucket.Of).OrderBy(g => g.Key).Select(g => (g.Key, (long)g.Count()));
        var exact = durations[(int)Math.Ceiling(durations.Count * share) - 1];
        ((double)DurationBucket.Percentile(counts, share)!.Value).ShouldBe(exact, 1 + (exact / 8.0));
    }

    [Theory]
    [InlineData(0.5, 2)]
    [InlineData(0.6, 2)]
    [InlineData(0.67, 3)]
    [InlineData(0.95, 3)]
    [InlineData(0, 1)]
    public void A_percentile_is_the_least_that_so_many_do_not_exceed(double share, long expected) =>
        DurationBucket.Percentile([(0, 0), (1, 1), (2, 1), (3, 1)], share).ShouldBe(expected);

    [Fact]
    public void Nothing_has_no_percentile() => DurationBucket.Percentile([], 0.5).ShouldBeNull();
}
