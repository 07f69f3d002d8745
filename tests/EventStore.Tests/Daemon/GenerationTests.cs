using Npgsql;
using NpgsqlTypes;
using TicketFlow.EventStore.Events;
using TicketFlow.EventStore.Projections;
using TicketFlow.EventStore.Tests.Support;

namespace TicketFlow.EventStore.Tests.Daemon;

/// <summary>A published view is rebuilt beside the live one and switched: readers never see less than before.</summary>
public sealed class GenerationTests : IAsyncLifetime
{
    private readonly StoreFixture _fixture = new();
    private DocumentStore _store = null!;

    public async Task InitializeAsync()
    {
        await _fixture.InitializeAsync();
        _store = Open(new Amounts());
        await _store.ApplyAllConfiguredChangesToDatabaseAsync();
    }

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Readers_never_see_fewer_rows_while_a_view_is_rebuilt_and_writers_go_on()
    {
        await AppendAsync(300);
        await using var daemon = _store.BuildProjectionDaemon();
        await daemon.StartAllAsync();
        await daemon.WaitForNonStaleDataAsync(Eventually.Deadline);
        await _fixture.Database.ExecuteAsync("update amounts_v1.amounts set amount = -1 where seq_id = 5");

        var rebuilt = daemon.RebuildProjectionAsync("Amounts");
        var writing = AppendAsync(200);
        var seen = new List<long>();
        while (!rebuilt.IsCompleted || !writing.IsCompleted)
        {
            seen.Add(await CountAsync());
        }

        await Task.WhenAll(rebuilt, writing);
        await daemon.WaitForNonStaleDataAsync(Eventually.Deadline);
        seen.ShouldBe(seen.Order());
        seen[0].ShouldBeGreaterThanOrEqualTo(300);
        (await CountAsync()).ShouldBe(500);
        (await _fixture.Database.ScalarAsync<long>("select count(*) from published.amounts where amount < 0")).ShouldBe(0);
        await Eventually.TrueAsync(async () => (await SchemasAsync()).SequenceEqual(["amounts_v2"]), "the old tables are dropped");
        (await StatesAsync()).ShouldBe(["2 1 live"]);
    }

    [Fact]
    public async Task Newer_code_fills_its_own_tables_while_the_older_keeps_the_live_ones()
    {
        await AppendAsync(50);
        var old = _store.BuildProjectionDaemon();
        await old.StartAllAsync();
        await old.WaitForNonStaleDataAsync(Eventually.Deadline);
        await using var newer = Open(new AmountsWithStream());

        await using (var daemon = newer.BuildProjectionDaemon())
        {
            await daemon.StartAllAsync();
            await Eventually.TrueAsync(async () => (await StatesAsync()).SequenceEqual(["2 2 live"]), "the newer code's view is live");
            await AppendAsync(50);
            await daemon.WaitForNonStaleDataAsync(Eventually.Deadline);
        }

        (await _fixture.Database.ScalarAsync<long>("select count(*) from published.amounts where stream_id = 'job-1'")).ShouldBe(100);
        await Eventually.TrueAsync(() => Task.FromResult(old.Shards.Count == 0), "the older code writes nothing any more");
        await old.DisposeAsync();
    }

    [Fact]
    public async Task A_filling_that_was_broken_off_goes_on_with_the_next_daemon()
    {
        await AppendAsync(100);
        await using (var first = _store.BuildProjectionDaemon())
        {
            await first.StartAllAsync();
            await first.WaitForNonStaleDataAsync(Eventually.Deadline);
        }

        using var cancel = new CancellationTokenSource();
        await using var idle = _store.BuildProjectionDaemon();
        var asked = idle.RebuildProjectionAsync("Amounts", cancel.Token);
        await Eventually.TrueAsync(async () => (await StatesAsync()).Contains("2 1 building"), "it is asked for");
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(asked);
        (await CountAsync()).ShouldBe(100);

        await using var second = _store.BuildProjectionDaemon();
        await second.StartAllAsync();

        await Eventually.TrueAsync(async () => (await StatesAsync()).SequenceEqual(["2 1 live"]), "it is filled and live");
        (await CountAsync()).ShouldBe(100);
    }

    private DocumentStore Open(EventProjection projection) => _fixture.Open(o =>
    {
        o.Projections.AddAsync(projection);
        o.Daemon.PageSize = 7;
        o.Daemon.RebuildPageSize = 11;
        o.Daemon.RetryDelay = TimeSpan.FromMilliseconds(50);
    });

    private async Task AppendAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var session = _store.LightweightSession();
            session.Events.Append("job-1", new TicketCounted(i));
            await session.SaveChangesAsync();
        }
    }

    private Task<long> CountAsync() => _fixture.Database.ScalarAsync<long>("select count(*) from published.amounts");

    private Task<IReadOnlyList<string>> SchemasAsync() =>
        _fixture.Database.ColumnAsync("select nspname::text from pg_namespace where nspname like 'amounts%' order by 1");

    private Task<IReadOnlyList<string>> StatesAsync() => _fixture.Database.ColumnAsync(
        "select generation || ' ' || code_version || ' ' || state from ticketflow.projection_generations order by generation");

    /// <summary>One row per event, without any care for repeats.</summary>
    private class Amounts : EventProjection
    {
        public override string Name => "Amounts";

        public override string PublishedSchema => "published";

        public override string SchemaSql => "create table if not exists amounts (seq_id bigint primary key, amount int not null)";

        public override string TeardownSql => "truncate amounts";

        public override void Apply(IReadOnlyList<IEvent> events, NpgsqlBatch batch) =>
            batch.BatchCommands.Add(Insert("insert into amounts (seq_id, amount) select * from unnest($1, $2)", events));

        protected static NpgsqlBatchCommand Insert(string sql, IReadOnlyList<IEvent> events) => new(sql)
        {
            Parameters =
            {
                new NpgsqlParameter { Value = events.Select(e => e.Sequence).ToArray() },
                new NpgsqlParameter
                {
                    Value = events.Select(e => ((TicketCounted)e.Data).Amount).ToArray(),
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer,
                },
            },
        };
    }

    /// <summary>The same view with another shape, as the next release would have it.</summary>
    private sealed class AmountsWithStream : Amounts
    {
        public override int Version => 2;

        public override string SchemaSql => """
            create table if not exists amounts (stream_id varchar not null, seq_id bigint primary key, amount int not null)
            """;

        public override void Apply(IReadOnlyList<IEvent> events, NpgsqlBatch batch)
        {
            var command = Insert("insert into amounts (seq_id, amount, stream_id) select * from unnest($1, $2, $3)", events);
            command.Parameters.Add(new NpgsqlParameter { Value = events.Select(e => e.StreamKey).ToArray() });
            batch.BatchCommands.Add(command);
        }
    }
}
