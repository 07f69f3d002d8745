using Npgsql;
using TicketFlow.EventStore.Tests.Support;

namespace TicketFlow.EventStore.Tests.Appending;

public sealed class AppendInTransactionTests : IAsyncLifetime
{
    private readonly StoreFixture _fixture = new();
    private DocumentStore _store = null!;

    public async Task InitializeAsync()
    {
        await _fixture.InitializeAsync();
        _store = _fixture.Open(o => o.Projections.AddInline(new TotalsProjection()));
        await _store.ApplyAllConfiguredChangesToDatabaseAsync();
        var session = _store.LightweightSession();
        session.Events.StartStream<TicketState>("job-a", new TicketCounted(1));
        session.Events.StartStream<TicketState>("job-b", new TicketCounted(2));
        await session.SaveChangesAsync();
    }

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Fitting_units_are_stored_and_others_left_out()
    {
        await using var connection = await _store.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var appended = await _store.AppendInTransactionAsync(connection, transaction,
        [
            new StreamAppend("job-b", 1, [new TicketCounted(10)], new Dictionary<string, object> { ["actor"] = "dispatcher" }, "corr",
                "caus"),
            new StreamAppend("job-a", 7, [new TicketCounted(20)]),
            new StreamAppend("job-missing", 3, [new TicketCounted(30)]),
            new StreamAppend("job-new", 0, [new TicketCounted(40), new TicketCounted(50)]),
            new StreamAppend("job-b", 2, [new TicketCounted(60)]),
        ]);
        await transaction.CommitAsync();
        appended.Committed();

        appended.Events.Select(e => (e.StreamKey, e.Version)).ShouldBe([("job-b", 2), ("job-new", 1), ("job-new", 2), ("job-b", 3)]);
        appended.Events.Select(e => e.Sequence).ShouldBeInOrder();
        (appended.Events[0].CorrelationId, appended.Events[0].Headers["actor"].GetString()).ShouldBe(("corr", "dispatcher"));
        (await _fixture.Database.ScalarAsync<decimal>("select sum(total) from ticketflow.test_totals")).ShouldBe(163m);
        await _fixture.Database.ShouldHoldStreamInvariantsAsync();
        var hot = await _store.LightweightSession().Events.FetchForWriting<TicketState>("job-b");
        (hot.StartingVersion, hot.Aggregate!.Total).ShouldBe((3, 72));
    }

    [Fact]
    public async Task A_rollback_leaves_nothing_and_the_cache_as_it_was()
    {
        await using var connection = await _store.DataSource.OpenConnectionAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await _store.AppendInTransactionAsync(connection, transaction, [new StreamAppend("job-a", 1, [new TicketCounted(10)])]);
            await transaction.RollbackAsync();
        }

        var hot = await _store.LightweightSession().Events.FetchForWriting<TicketState>("job-a");
        (hot.StartingVersion, hot.Aggregate!.Total).ShouldBe((1, 1));
        (await _fixture.Database.ScalarAsync<long>("select count(*) from ticketflow.mt_events")).ShouldBe(2);
    }

    [Fact]
    public async Task A_stream_another_transaction_holds_is_left_out_instead_of_waited_for()
    {
        await using var holder = await _store.DataSource.OpenConnectionAsync();
        await using var holding = await holder.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("select 1 from ticketflow.mt_streams where id = 'job-a' for update", holder))
        {
            await command.ExecuteNonQueryAsync();
        }

        await using var connection = await _store.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var appended = await _store.AppendInTransactionAsync(connection, transaction,
        [
            new StreamAppend("job-a", 1, [new TicketCounted(10)]), new StreamAppend("job-b", 1, [new TicketCounted(10)]),
        ]);
        await transaction.CommitAsync();

        appended.Events.Select(e => e.StreamKey).ShouldBe(["job-b"]);
    }
}
