using TicketFlow.EventStore.Tests.Support;

namespace TicketFlow.EventStore.Tests.Appending;

public sealed class FetchForWritingTests(StoreFixture fixture) : IClassFixture<StoreFixture>
{
    [Fact]
    public async Task A_stream_that_does_not_exist_is_started_by_the_save()
    {
        var key = NewKey();
        var session = fixture.Store.LightweightSession();
        var stream = await session.Events.FetchForWriting<TicketState>(key);
        (stream.Aggregate, stream.StartingVersion).ShouldBe((null, 0));
        stream.AppendOne(new TicketCounted(1));
        await session.SaveChangesAsync();

        (await session.Events.FetchStreamStateAsync(key)).ShouldNotBeNull().AggregateTypeName.ShouldBe("ticket");
    }

    [Fact]
    public async Task A_hot_stream_is_served_without_the_database_and_follows_its_own_commits()
    {
        var key = NewKey();
        for (var i = 0; i < 3; i++)
        {
            var session = fixture.Store.LightweightSession();
            var stream = await session.Events.FetchForWriting<TicketState>(key);
            stream.StartingVersion.ShouldBe(i * 2);
            stream.AppendMany(new TicketCounted(1), new TicketCounted(2));
            await session.SaveChangesAsync();
        }

        // What nobody tells the store, the cache does not see: proof that no query was made.
        await fixture.Database.ExecuteAsync($"update ticketflow.mt_streams set version = 99 where id = '{key}'");
        var hot = await fixture.Store.LightweightSession().Events.FetchForWriting<TicketState>(key);
        (hot.StartingVersion, hot.Aggregate!.Total).ShouldBe((6, 9));
    }

    [Fact]
    public async Task A_stale_cache_conflicts_and_is_fresh_afterwards()
    {
        var key = NewKey();
        var other = fixture.Open();
        await CountAsync(fixture.Store, key, 1);
        await CountAsync(other, key, 2);

        var session = fixture.Store.LightweightSession();
        var stale = await session.Events.FetchForWriting<TicketState>(key);
        stale.Aggregate!.Total.ShouldBe(1);
        stale.AppendOne(new TicketCounted(4));
        var conflict = await Should.ThrowAsync<EventStreamUnexpectedMaxEventIdException>(() => session.SaveChangesAsync());
        (conflict.Expected, conflict.Actual).ShouldBe((1, 2));

        (await CountAsync(fixture.Store, key, 4)).ShouldBe(7);
        await fixture.Database.ShouldHoldStreamInvariantsAsync();
    }

    [Fact]
    public async Task Many_cold_streams_are_loaded_right_by_concurrent_callers()
    {
        var keys = Enumerable.Range(0, 300).Select(_ => NewKey()).ToArray();
        await Task.WhenAll(keys.Select((key, i) => CountAsync(fixture.Store, key, i)));
        var cold = fixture.Open();

        var states = await Task.WhenAll(keys.Concat(keys).Select(k => cold.LightweightSession().Events.FetchForWriting<TicketState>(k)));

        states.Select(s => s.Aggregate!.Total).ShouldBe(Enumerable.Range(0, 300).Concat(Enumerable.Range(0, 300)));
    }

    [Fact]
    public async Task A_bounded_cache_stays_bounded_and_right()
    {
        var small = fixture.Open(o => o.HotCacheEntries = 10);
        var keys = Enumerable.Range(0, 50).Select(_ => NewKey()).ToArray();
        for (var round = 1; round <= 3; round++)
        {
            foreach (var key in keys)
            {
                (await CountAsync(small, key, 1)).ShouldBe(round);
            }
        }

        small.Services.Cache.Count.ShouldBeLessThanOrEqualTo(10);
    }

    [Fact]
    public async Task A_cancelled_load_leaves_the_others_alone()
    {
        var key = NewKey();
        await CountAsync(fixture.Store, key, 1);
        var cold = fixture.Open();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var gone = cold.LightweightSession().Events.FetchForWriting<TicketState>(key, cancelled.Token);
        var waiting = cold.LightweightSession().Events.FetchForWriting<TicketState>(key);

        await Should.ThrowAsync<OperationCanceledException>(() => gone);
        (await waiting).Aggregate!.Total.ShouldBe(1);
    }

    private static string NewKey() => "job-" + Guid.NewGuid().ToString("N");

    private static async Task<int> CountAsync(DocumentStore store, string key, int amount)
    {
        var session = store.LightweightSession();
        var stream = await session.Events.FetchForWriting<TicketState>(key);
        stream.AppendOne(new TicketCounted(amount));
        await session.SaveChangesAsync();
        return (stream.Aggregate?.Total ?? 0) + amount;
    }
}
