using Npgsql;
using TicketFlow.EventStore.Tests.Support;
using TicketFlow.EventStore.Transfer;

namespace TicketFlow.EventStore.Tests.Replay;

public sealed class PastWriterTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Then = new(2020, 2, 29, 12, 0, 0, TimeSpan.Zero);
    private readonly StoreFixture _fixture = new();
    private DocumentStore _store = null!;

    public async Task InitializeAsync()
    {
        await _fixture.InitializeAsync();
        _store = _fixture.Open(options => options.Projections.AddInline(new TotalsProjection()));
        await _store.ApplyAllConfiguredChangesToDatabaseAsync();
    }

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task History_keeps_its_times_and_actors_fills_the_views_and_its_streams_go_on()
    {
        var session = _store.LightweightSession();
        session.Events.Append("job-2", new TicketCounted(1));
        await session.SaveChangesAsync();

        (await new PastWriter(_store).WriteAsync([Past("job-1", 3, 0), Past("job-2", 4, 1), Past("job-1", 5, 2)])).ShouldBe(3);

        var events = await _store.LightweightSession().Events.FetchStreamAsync("job-1");
        events.Select(e => (e.Version, e.Timestamp)).ShouldBe([(1, Then), (2, Then.AddHours(2))]);
        events[0].Headers["actor"].GetString().ShouldBe("anna");
        (await TotalsAsync()).ShouldBe(["job-1 8", "job-2 5"]);
        session.Events.Append("job-1", expectedVersion: 3, new TicketCounted(1));
        session.Events.Append("job-2", expectedVersion: 3, new TicketCounted(1));
        await session.SaveChangesAsync();
    }

    [Fact]
    public async Task All_of_it_or_nothing()
    {
        var refused = () => new PastWriter(_store).WriteAsync([Past("job-1", 3, 0), Past("job-2", 2_000_000, 1)]);

        (await refused.ShouldThrowAsync<PostgresException>()).SqlState.ShouldBe(PostgresErrorCodes.CheckViolation);
        (await _fixture.Database.ScalarAsync<long>("select count(*) from ticketflow.mt_streams")).ShouldBe(0);
        (await TotalsAsync()).ShouldBeEmpty();
    }

    private static PastEvent Past(string stream, int amount, int hours) =>
        new(stream, "ticket", new TicketCounted(amount), Then.AddHours(hours), "anna");

    private Task<IReadOnlyList<string>> TotalsAsync() =>
        _fixture.Database.ColumnAsync("select stream_id || ' ' || total from ticketflow.test_totals order by 1");
}
