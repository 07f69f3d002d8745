using TicketFlow.EventStore.Tests.Support;

namespace TicketFlow.EventStore.Tests.Appending;

public sealed class ConventionalAggregateTests(StoreFixture fixture) : IClassFixture<StoreFixture>
{
    [Fact]
    public async Task Create_and_both_forms_of_Apply_fold_a_stream()
    {
        var session = fixture.Store.LightweightSession();
        session.Events.StartStream<Counter>(
            "job-1", new TicketOpened("one", Priority.Normal), new TicketCounted(2), new TicketClosed("bob"));
        await session.SaveChangesAsync();

        (await session.Events.AggregateStreamAsync<Counter>("job-1")).ShouldBe(new Counter("one", 2, "bob"));
        (await session.Events.FetchForWriting<Counter>("job-1")).Aggregate.ShouldBe(new Counter("one", 2, "bob"));
        (await session.Events.FetchStreamStateAsync("job-1")).ShouldNotBeNull().AggregateTypeName.ShouldBe("counter");
    }

    [Fact]
    public async Task Two_aggregates_of_one_stream_do_not_mix_in_the_cache()
    {
        var session = fixture.Store.LightweightSession();
        session.Events.StartStream<TicketState>("job-2", new TicketOpened("two", Priority.Normal), new TicketCounted(2));
        await session.SaveChangesAsync();

        (await session.Events.FetchForWriting<TicketState>("job-2")).Aggregate!.Total.ShouldBe(2);
        (await session.Events.FetchForWriting<Counter>("job-2")).Aggregate.ShouldBe(new Counter("two", 2, null));
        (await session.Events.FetchForWriting<TicketState>("job-2")).Aggregate!.Total.ShouldBe(2);
    }

    public sealed record Counter(string Title, int Total, string? ClosedBy)
    {
        public static Counter Create(TicketOpened opened) => new(opened.Title, 0, null);

        public static Counter Apply(TicketCounted counted, Counter state) => state with { Total = state.Total + counted.Amount };

        public Counter Apply(TicketClosed closed) => this with { ClosedBy = closed.By };
    }
}
