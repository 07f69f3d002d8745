using Npgsql;
using TicketFlow.EventStore.Tests.Support;

namespace TicketFlow.EventStore.Tests.Appending;

public sealed class GroupCommitTests : IAsyncLifetime
{
    private readonly StoreFixture _fixture = new();
    private DocumentStore _store = null!;

    public async Task InitializeAsync()
    {
        await _fixture.InitializeAsync();

        // A delay makes the units of one test meet in one transaction.
        _store = _fixture.Open(o =>
        {
            o.GroupCommit.MaxDelay = TimeSpan.FromMilliseconds(50);
            o.Projections.AddInline(new TotalsProjection());
        });
        await _store.ApplyAllConfiguredChangesToDatabaseAsync();
    }

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Concurrent_units_share_one_transaction()
    {
        var saves = Enumerable.Range(0, 40).Select(i => SaveAsync(_store, $"job-{i}", new TicketCounted(i))).ToArray();
        await Task.WhenAll(saves);

        (await _fixture.Database.ScalarAsync<long>("select count(distinct xmin::text) from ticketflow.mt_events")).ShouldBeLessThan(5);
        (await _fixture.Database.ScalarAsync<decimal>("select sum(total) from ticketflow.test_totals")).ShouldBe(780m);
        await _fixture.Database.ShouldHoldStreamInvariantsAsync();
    }

    [Fact]
    public async Task A_version_conflict_fails_alone()
    {
        await SaveAsync(_store, "job-old", new TicketCounted(1));
        var good = Enumerable.Range(0, 10).Select(i => SaveAsync(_store, $"job-{i}", new TicketCounted(1))).ToArray();
        var session = _store.LightweightSession();
        session.Events.Append("job-old", 9, new TicketCounted(1));
        var stale = session.SaveChangesAsync();

        await Should.ThrowAsync<EventStreamUnexpectedMaxEventIdException>(() => stale);
        await Task.WhenAll(good);

        (await _fixture.Database.ScalarAsync<long>("select count(*) from ticketflow.mt_events")).ShouldBe(11);
        await ShouldHaveNoGapAsync();
    }

    [Fact]
    public async Task Data_the_database_refuses_fails_alone()
    {
        var good = Enumerable.Range(0, 10).Select(i => SaveAsync(_store, $"job-{i}", new TicketCounted(1))).ToArray();
        var poison = SaveAsync(_store, "job-poison", new TicketOpened("nul \0 inside", Priority.Normal));
        var unencodable = SaveAsync(_store, "job-\ud800", new TicketCounted(1));
        var refusedByView = SaveAsync(_store, "job-big", new TicketCounted(1_000_000));

        (await Should.ThrowAsync<AppendRejectedException>(() => poison)).Code.ShouldBe("sql-" + PostgresErrorCodes.UntranslatableCharacter);
        await Should.ThrowAsync<AppendRejectedException>(() => unencodable);
        (await Should.ThrowAsync<AppendRejectedException>(() => refusedByView)).Code.ShouldBe("sql-" + PostgresErrorCodes.CheckViolation);
        await Task.WhenAll(good);
        (await _fixture.Database.ScalarAsync<long>("select count(*) from ticketflow.mt_streams")).ShouldBe(10);
        await SaveAsync(_store, "job-after", new TicketCounted(1));
        await _fixture.Database.ShouldHoldStreamInvariantsAsync();
    }

    [Theory]
    [InlineData(PostgresErrorCodes.DiskFull)]
    [InlineData(PostgresErrorCodes.ReadOnlySqlTransaction)]
    [InlineData(PostgresErrorCodes.QueryCanceled)]
    public async Task A_server_that_cannot_now_refuses_no_data(string code)
    {
        await SaveAsync(_store, "job-old", new TicketCounted(1));
        await _fixture.Database.ExecuteAsync($"""
            create function ticketflow.cannot() returns trigger language plpgsql as
            $$ begin raise exception 'not now' using errcode = '{code}'; end $$;
            create trigger cannot before insert on ticketflow.mt_events execute function ticketflow.cannot();
            """);
        var saves = Enumerable.Range(0, 10).Select(i => SaveAsync(_store, $"job-{i}", new TicketCounted(1)))
            .Append(SaveAsync(_store, "job-old", new TicketCounted(1))).ToArray();
        foreach (var save in saves)
        {
            (await Should.ThrowAsync<PostgresException>(() => save)).SqlState.ShouldBe(code);
        }

        await _fixture.Database.ExecuteAsync("drop trigger cannot on ticketflow.mt_events");
        (await SaveAsync(_store, "job-old", new TicketCounted(1)))[0].Version.ShouldBe(2);
        await _fixture.Database.ShouldHoldStreamInvariantsAsync();
    }

    [Fact]
    public async Task Appends_to_one_stream_keep_their_order_and_all_succeed_without_expected_version()
    {
        var saves = Enumerable.Range(0, 50).Select(i => SaveAsync(_store, "job-1", new TicketCounted(i))).ToArray();
        await Task.WhenAll(saves);

        var read = await _store.LightweightSession().Events.FetchStreamAsync("job-1");
        read.Select(e => ((TicketCounted)e.Data).Amount).ShouldBe(Enumerable.Range(0, 50));
        read.Select(e => e.Version).ShouldBe(Enumerable.Range(1, 50).Select(i => (long)i));
    }

    [Fact]
    public async Task Fenced_appends_to_one_stream_chain_inside_a_transaction()
    {
        var saves = Enumerable.Range(1, 20).Select(async i =>
        {
            var session = _store.LightweightSession();
            session.Events.Append("job-1", i, new TicketCounted(i));
            await session.SaveChangesAsync();
        }).ToArray();
        await Task.WhenAll(saves);

        (await _fixture.Database.ScalarAsync<long>("select version from ticketflow.mt_streams where id = 'job-1'")).ShouldBe(20);
        await ShouldHaveNoGapAsync();
    }

    [Fact]
    public async Task Two_lanes_keep_the_order_of_each_stream()
    {
        var store = _fixture.Open(o => o.GroupCommit.Committers = 2);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => SaveAsync(store, $"job-{i % 10}", new TicketCounted(i))));

        for (var stream = 0; stream < 10; stream++)
        {
            var read = await store.LightweightSession().Events.FetchStreamAsync($"job-{stream}");
            read.Select(e => ((TicketCounted)e.Data).Amount).ShouldBe(Enumerable.Range(0, 20).Select(i => stream + (i * 10)));
        }
    }

    [Fact]
    public async Task Of_racing_writers_with_one_expected_version_exactly_one_wins()
    {
        var stores = Enumerable.Range(0, 4).Select(_ => _fixture.Open()).ToArray();
        for (var round = 0; round < 20; round++)
        {
            var (key, version) = ($"job-{round % 5}", (round / 5) + 1);
            var results = await Task.WhenAll(stores.Select(store => TrySaveAsync(store, key, version)));
            results.Count(won => won).ShouldBe(1, $"round {round}");
        }

        await _fixture.Database.ShouldHoldStreamInvariantsAsync();
    }

    [Fact]
    public async Task A_unit_cancelled_while_it_waits_is_not_stored_and_one_already_taken_is()
    {
        await SaveAsync(_store, "job-held", new TicketCounted(1));
        await using var connection = await _store.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("select 1 from ticketflow.mt_streams where id = 'job-held' for update", connection))
        {
            await command.ExecuteNonQueryAsync();
        }

        // The first batch waits for the held stream, so the second unit waits in the queue.
        using var cancelling = new CancellationTokenSource();
        var taken = SaveAsync(_store, "job-held", cancelling.Token);
        await Eventually.TrueAsync(
            async () => await _fixture.Database.ScalarAsync<long>(
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") > 0,
            "the batch waits for the lock");
        var waiting = SaveAsync(_store, "job-waiting", cancelling.Token);
        await cancelling.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        await transaction.RollbackAsync();
        (await taken)[0].Version.ShouldBe(2);
        await SaveAsync(_store, "job-next", new TicketCounted(1));
        (await _store.LightweightSession().Events.FetchStreamStateAsync("job-waiting")).ShouldBeNull();
    }

    [Fact]
    public async Task A_closing_store_commits_what_is_queued()
    {
        var store = _fixture.Open(o => o.GroupCommit.MaxDelay = TimeSpan.FromMilliseconds(50));
        var saves = Enumerable.Range(0, 20).Select(i => SaveAsync(store, $"job-{i}", new TicketCounted(1))).ToArray();
        await store.DisposeAsync();

        await Task.WhenAll(saves);
        await Should.ThrowAsync<ObjectDisposedException>(() => SaveAsync(store, "job-late", new TicketCounted(1)));
    }

    private static Task<IReadOnlyList<EventStore.Events.IEvent>> SaveAsync(DocumentStore store, string key, params object[] events)
    {
        var session = store.LightweightSession();
        session.Events.Append(key, events);
        return session.SaveChangesAsync();
    }

    private static Task<IReadOnlyList<EventStore.Events.IEvent>> SaveAsync(DocumentStore store, string key, CancellationToken cancellation)
    {
        var session = store.LightweightSession();
        session.Events.Append(key, new TicketCounted(1));
        return session.SaveChangesAsync(cancellation);
    }

    private static async Task<bool> TrySaveAsync(DocumentStore store, string key, long version)
    {
        var session = store.LightweightSession();
        session.Events.Append(key, version, new TicketCounted(1));
        try
        {
            await session.SaveChangesAsync();
            return true;
        }
        catch (EventStreamUnexpectedMaxEventIdException)
        {
            return false;
        }
    }

    // A refused version must not have cost a sequence number: each one lost holds the readers up for seconds.
    private async Task ShouldHaveNoGapAsync() =>
        (await _fixture.Database.ScalarAsync<long>("select max(seq_id) - count(*) from ticketflow.mt_events")).ShouldBe(0);
}
