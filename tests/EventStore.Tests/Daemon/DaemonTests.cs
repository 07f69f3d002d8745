using TicketFlow.EventStore.Daemon;
using TicketFlow.EventStore.Tests.Support;

namespace TicketFlow.EventStore.Tests.Daemon;

public sealed class DaemonTests : IAsyncLifetime
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
    public async Task Every_event_is_projected_once_while_writers_go_on()
    {
        await using var daemon = _store.BuildProjectionDaemon();
        await daemon.StartAllAsync();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => SaveAsync($"job-{i % 40}", i)));

        await daemon.WaitForNonStaleDataAsync(Eventually.Deadline);

        await ShouldBeProjectedOnceAsync();
    }

    [Fact]
    public async Task A_rebuild_gives_the_same_documents()
    {
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => SaveAsync($"job-{i % 70}", i)));
        await using var daemon = _store.BuildProjectionDaemon();
        await daemon.StartAllAsync();
        await daemon.WaitForNonStaleDataAsync(Eventually.Deadline);
        var before = await DocumentsAsync();
        await _fixture.Database.ExecuteAsync("""
            update ticketflow.mt_doc_ticketview set data = '{}' where id < 'job-4';
            insert into ticketflow.mt_doc_ticketview (id, data) values ('stray', '{}')
            """);

        await daemon.RebuildProjectionAsync("TicketViewProjection");
        await daemon.RebuildProjectionAsync("Audit");

        (await DocumentsAsync()).ShouldBe(before);
        await ShouldBeProjectedOnceAsync();
        await SaveAsync("job-1", 1);
        await daemon.WaitForNonStaleDataAsync(Eventually.Deadline);
        await ShouldBeProjectedOnceAsync();
    }

    [Fact]
    public async Task Of_two_daemons_one_works_and_the_other_takes_over()
    {
        var first = _store.BuildProjectionDaemon();
        await first.StartAllAsync();
        await Eventually.TrueAsync(() => Task.FromResult(first.Shards.All(s => s.State == ShardState.Running)), "the first runs");
        await using var second = Open().BuildProjectionDaemon();
        await second.StartAllAsync();
        await SaveAsync("job-1", 1);
        await first.WaitForNonStaleDataAsync(Eventually.Deadline);
        second.Shards.ShouldAllBe(s => s.State == ShardState.Waiting);

        await first.DisposeAsync();
        await SaveAsync("job-1", 2);

        await second.WaitForNonStaleDataAsync(Eventually.Deadline);
        second.Shards.ShouldAllBe(s => s.State == ShardState.Running);
        await ShouldBeProjectedOnceAsync();
    }

    [Fact]
    public async Task A_moved_checkpoint_stops_the_page()
    {
        await SaveAsync("job-1", 1);
        await SaveAsync("job-1", 2);
        await using var session = (await OpenSessionAsync("Audit")).ShouldNotBeNull();
        (await session.ReadFloorAsync(default)).ShouldBe(0);
        await _fixture.Database.ExecuteAsync("update ticketflow.mt_event_progression set last_seq_id = 1 where name = 'Audit:All'");

        var events = await _store.ReadAllAsync().ToListAsync();
        await Should.ThrowAsync<ProgressionOutOfOrderException>(() => session.WriteAsync(new EventPage(0, 2, events), default));

        (await _fixture.Database.ScalarAsync<long>("select count(*) from ticketflow.test_audit")).ShouldBe(0);
        (await OpenSessionAsync("Audit")).ShouldBeNull();
    }

    [Fact]
    public async Task Without_parking_an_event_nobody_can_read_stops_its_shard_with_its_number_and_mending_it_lets_it_go_on()
    {
        await SaveAsync("job-1", 1);
        await SaveAsync("job-2", 2);
        await _fixture.Database.ExecuteAsync(
            "update ticketflow.mt_events set type = 'lost', mt_dotnet_type = null where stream_id = 'job-2'");
        await using var daemon = Open(o => o.ParkPoisonEvents = false).BuildProjectionDaemon();
        await daemon.StartAllAsync();
        await Eventually.TrueAsync(() => Task.FromResult(daemon.Shards.All(s => s.State == ShardState.Stopped)), "both shards stop");

        daemon.Shards.ShouldAllBe(s => s.Error is PoisonEventException && ((PoisonEventException)s.Error).Sequence == 2);

        await _fixture.Database.ExecuteAsync("update ticketflow.mt_events set type = 'ticket_counted' where stream_id = 'job-2'");
        await daemon.StopAllAsync();
        await daemon.StartAllAsync();
        await daemon.WaitForNonStaleDataAsync(Eventually.Deadline);
        await ShouldBeProjectedOnceAsync();
    }

    [Fact]
    public async Task Documents_carry_the_version_of_their_last_event_and_the_full_type_name()
    {
        await SaveAsync("job-1", 1);
        await SaveAsync("job-1", 2);
        await using var daemon = _store.BuildProjectionDaemon();
        await daemon.StartAllAsync();
        await daemon.WaitForNonStaleDataAsync(Eventually.Deadline);

        (await _fixture.Database.ColumnAsync(
            "select mt_version || ' ' || mt_dotnet_type || ' ' || data::text from ticketflow.mt_doc_ticketview"))
            .ShouldBe(["""2 TicketFlow.EventStore.Tests.Support.TicketView {"id": "job-1", "total": 3, "closed": false, "events": 2}"""]);
        (await _fixture.Database.ScalarAsync<bool>("""
            select (select last_seq_id from ticketflow.mt_event_progression where name = 'HighWaterMark') >= max(last_seq_id)
            from ticketflow.mt_event_progression
            """)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_document_that_is_further_than_the_checkpoint_is_continued_and_not_counted_twice()
    {
        await SaveAsync("job-1", 1);
        await SaveAsync("job-1", 2);
        await SaveAsync("job-1", 4);
        await _fixture.Database.ExecuteAsync("""
            insert into ticketflow.mt_doc_ticketview (id, data, mt_version)
            values ('job-1', '{"id": "job-1", "total": 3, "closed": false, "events": 2}', 2);
            insert into ticketflow.mt_event_progression (name, last_seq_id) values ('HighWaterMark', 3), ('TicketViewProjection:All', 1)
            """);
        await using var daemon = _store.BuildProjectionDaemon();
        await daemon.StartAllAsync();
        await daemon.WaitForNonStaleDataAsync(Eventually.Deadline);

        (await _fixture.Database.ColumnAsync("select data ->> 'total' from ticketflow.mt_doc_ticketview")).ShouldBe(["7"]);
        await ShouldBeProjectedOnceAsync();
    }

    private DocumentStore Open(Action<DaemonOptions>? configure = null) => _fixture.Open(o =>
    {
        configure?.Invoke(o.Daemon);
        o.Projections.AddAsync(new TicketViewProjection()).AddAsync(new AuditProjection());
        o.Daemon.PageSize = 7;
        o.Daemon.RetryDelay = TimeSpan.FromMilliseconds(50);
    });

    private Task<ShardSession?> OpenSessionAsync(string name) =>
        ShardSession.TryOpenAsync(_store.Services, _store.Services.Options.Projections.Async.Single(p => p.Name == name), default);

    private async Task SaveAsync(string key, int amount)
    {
        var session = _store.LightweightSession();
        session.Events.Append(key, new TicketCounted(amount));
        await session.SaveChangesAsync();
    }

    private Task<IReadOnlyList<string>> DocumentsAsync() =>
        _fixture.Database.ColumnAsync("select id || ' ' || mt_version || ' ' || data::text from ticketflow.mt_doc_ticketview order by id");

    private async Task ShouldBeProjectedOnceAsync()
    {
        (await _fixture.Database.ColumnAsync("""
            select coalesce(e.seq_id, a.seq_id) from ticketflow.mt_events e full join ticketflow.test_audit a using (seq_id)
            where e.seq_id is null or a.seq_id is null
            """)).ShouldBeEmpty();
        (await _fixture.Database.ColumnAsync("""
            select s.id from ticketflow.mt_streams s full join ticketflow.mt_doc_ticketview d using (id)
            where d.mt_version is distinct from s.version or (d.data ->> 'events')::bigint is distinct from s.version
            """)).ShouldBeEmpty();
    }
}
