using TicketFlow.Printing.Bandwidth;
using TicketFlow.Printing.Tests.Conformance;

namespace TicketFlow.Printing.Tests.Bandwidth;

public sealed class BandwidthTests
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 16, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("10.2.3.4", 9, 1_000_000L)]
    [InlineData("10.2.3.4", 19, 4_000_000L)]
    [InlineData("laser.paris.example", 9, 1_000_000L)]
    [InlineData("10.3.0.1", 9, null)]
    [InlineData("paris.example.org", 9, null)]
    public void The_first_rule_that_fits_printer_and_time_decides(string host, int hour, long? limit)
    {
        var plan = new BandwidthPlan(
        [
            new BandwidthRule
            {
                Site = "paris",
                Printers = ["10.2.0.0/16", "*.paris.example"],
                From = TimeSpan.FromHours(8),
                To = TimeSpan.FromHours(18),
                BytesPerSecond = 1_000_000,
            },
            new BandwidthRule { Site = "paris", Printers = ["10.2.0.0/16", "*.paris.example"], BytesPerSecond = 4_000_000 },
        ]);

        (plan.RuleFor(host, Monday.AddHours(hour))?.BytesPerSecond == limit).ShouldBeTrue();
    }

    [Fact]
    public void A_span_over_midnight_belongs_to_the_day_on_which_it_begins()
    {
        var plan = new BandwidthPlan(
        [
            new BandwidthRule
            {
                Days = [DayOfWeek.Monday], From = TimeSpan.FromHours(22), To = TimeSpan.FromHours(6), BytesPerSecond = 5000,
            },
        ]);

        plan.RuleFor("p", Monday.AddHours(1)).ShouldBeNull();
        plan.RuleFor("p", Monday.AddHours(23)).ShouldNotBeNull();
        plan.RuleFor("p", Monday.AddHours(24 + 5)).ShouldNotBeNull();
        plan.RuleFor("p", Monday.AddHours(24 + 6)).ShouldBeNull();
    }

    [Fact]
    public void A_rule_without_a_limit_frees_what_a_later_one_would_limit()
    {
        var plan = new BandwidthPlan([new BandwidthRule { Printers = ["10.2.0.9"] }, new BandwidthRule { BytesPerSecond = 5000 }]);

        plan.RuleFor("10.2.0.9", Monday).ShouldBeNull();
        plan.RuleFor("10.2.0.8", Monday).ShouldNotBeNull();
    }

    [Fact]
    public void A_bucket_gives_exactly_its_rate_whoever_takes()
    {
        var clock = new SteppedClock();
        var bucket = new TokenBucket(clock);
        var due = TimeSpan.Zero;
        for (var take = 0; take < 10_000; take++)
        {
            due = bucket.Take(700, 100_000);
            clock.Advance(take % 3 == 0 ? due : TimeSpan.FromMilliseconds(1));
        }

        // 7 MB at 100 kB/s are 70 s, whatever the takers did in between.
        (clock.Elapsed + due).TotalSeconds.ShouldBe(70, tolerance: 0.3);
    }

    [Fact]
    public async Task Jobs_of_one_site_share_its_limit_and_others_do_not_feel_it()
    {
        var clock = new SteppedClock { StepOnTimer = true };
        var limits = new BandwidthLimits([new BandwidthRule { Printers = ["10.2.0.0/16"], BytesPerSecond = 100_000 }], clock);
        var free = new MadeDocument(1000);
        limits.Pace(free, "10.9.0.1:9100").ShouldBeSameAs(free);

        await Task.WhenAll(new[] { "10.2.0.1:9100", "lpd://10.2.0.2/lp", "ipp://10.2.0.3:631/ipp/print" }.Select(async address =>
            (await ReadAsync(limits.Pace(new MadeDocument(1_000_000), address))).ShouldBe(MadeDocument.ReceivedWhole(1_000_000))));

        clock.Elapsed.TotalSeconds.ShouldBe(30, tolerance: 1);
    }

    [Theory]
    [InlineData("10.2.0.0/99")]
    [InlineData("not a host")]
    [InlineData("")]
    public void A_printer_that_is_none_is_told_with_the_place_of_its_rule(string printer) =>
        Should.Throw<FormatException>(() => new BandwidthPlan([new BandwidthRule { Printers = [printer], BytesPerSecond = 5000 }]))
            .Message.ShouldContain("Transfers:Bandwidth:0");

    [Fact]
    public void A_limit_that_looks_like_a_stall_is_refused() =>
        Should.Throw<FormatException>(() => new BandwidthPlan([new BandwidthRule { BytesPerSecond = 100 }])).Message.ShouldContain("1024");

    private static async Task<Received> ReadAsync(Stream document)
    {
        using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
        var buffer = new byte[64 * 1024];
        var length = 0L;
        while (await document.ReadAsync(buffer) is > 0 and var read)
        {
            hash.AppendData(buffer, 0, read);
            length += read;
        }

        return new Received(length, Convert.ToHexString(hash.GetHashAndReset()));
    }

    /// <summary>Time that moves only when told; or by itself to the next timer.</summary>
    private sealed class SteppedClock : TimeProvider
    {
        private readonly Lock _gate = new();
        private long _ticks;

        public bool StepOnTimer { get; init; }

        public TimeSpan Elapsed => TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

        public override long GetTimestamp() => Interlocked.Read(ref _ticks);

        public override DateTimeOffset GetUtcNow() => Monday + Elapsed;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            StepOnTimer.ShouldBeTrue();
            var due = Elapsed + dueTime;
            return TimeProvider.System.CreateTimer(
                _ =>
                {
                    lock (_gate)
                    {
                        // Several wait at once, and the last of them says what time it is.
                        if (due > Elapsed)
                        {
                            Advance(due - Elapsed);
                        }
                    }

                    callback(state);
                },
                null, TimeSpan.FromTicks(Math.Max(0, dueTime.Ticks / 1000)), Timeout.InfiniteTimeSpan);
        }
    }
}
