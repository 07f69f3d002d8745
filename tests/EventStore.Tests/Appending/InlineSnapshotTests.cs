using TicketFlow.EventStore.Projections;
using TicketFlow.EventStore.Tests.Support;

namespace TicketFlow.EventStore.Tests.Appending;

public sealed class InlineSnapshotTests : IAsyncLifetime
{
    private readonly StoreFixture _fixture = new();
    private DocumentStore _store = null!;

    public async Task InitializeAsync()
    {
        await _fixture.InitializeAsync();
        _store = Open();
        await _store.ApplyAllConfiguredChangesToDatabaseAsync();
    }

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Documents_follow_every_append_of_several_stores()
    {
        var stores = new[] { _store, Open(), Open() };
        await Task.WhenAll(Enumerable.Range(0, 90).Select(i => SaveAsync(stores[i % 3], $"job-{i % 7}", i)));

        await ShouldEqualStreamsAsync();
        (await _fixture.Database.ScalarAsync<long>("select sum((data ->> 'total')::bigint)::bigint from ticketflow.mt_doc_ticketview"))
            .ShouldBe(4005);
    }

    [Fact]
    public async Task A_refused_append_leaves_the_document_alone()
    {
        await SaveAsync(_store, "job-1", 5);
        var session = _store.LightweightSession();
        session.Events.Append("job-1", 9, new TicketCounted(1));

        await Should.ThrowAsync<EventStreamUnexpectedMaxEventIdException>(() => session.SaveChangesAsync());

        await ShouldEqualStreamsAsync();
    }

    [Fact]
    public async Task Appends_in_a_callers_transaction_write_documents_too()
    {
        await SaveAsync(_store, "job-1", 5);
        await using var connection = await _store.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await _store.AppendInTransactionAsync(
            connection, transaction,
            [new StreamAppend("job-1", 1, [new TicketCounted(6)]), new StreamAppend("job-2", 0, [new TicketCounted(7)])]);
        await transaction.CommitAsync();

        await ShouldEqualStreamsAsync();
        (await _fixture.Database.ColumnAsync("select data ->> 'total' from ticketflow.mt_doc_ticketview order by id"))
            .ShouldBe(["11", "7"]);
    }

    private DocumentStore Open() =>
        _fixture.Open(o => o.Projections.AddInline(new TicketViewProjection()).Snapshot<TicketState>(SnapshotLifecycle.Inline));

    private static async Task SaveAsync(DocumentStore store, string key, int amount)
    {
        var session = store.LightweightSession();
        session.Events.Append(key, new TicketCounted(amount));
        await session.SaveChangesAsync();
    }

    private async Task ShouldEqualStreamsAsync()
    {
        foreach (var table in (string[])["mt_doc_ticketview", "mt_doc_ticketstate"])
        {
            (await _fixture.Database.ColumnAsync($"""
                select s.id from ticketflow.mt_streams s full join ticketflow.{table} d using (id)
                where d.mt_version is distinct from s.version or (d.data ->> 'events')::bigint is distinct from s.version
                """)).ShouldBeEmpty(table);
        }
    }
}
