using Npgsql;
using NpgsqlTypes;
using TicketFlow.EventStore.Events;
using TicketFlow.EventStore.Projections;
using TicketFlow.EventStore.Tests.Support;

namespace TicketFlow.EventStore.Tests.Daemon;

/// <summary>A writer may remember what it wrote, and only that; and what a generation parked goes when it goes.</summary>
public sealed class WriterMemoryTests : IAsyncLifetime
{
    private const int Impossible = 13;

    private readonly StoreFixture _fixture = new();
    private DocumentStore _store = null!;

    public async Task InitializeAsync()
    {
        await _fixture.InitializeAsync();
        _store = _fixture.Open(o =>
        {
            o.Projections.AddAsync(new RunningTotal());
            o.Daemon.PageSize = 8;
            o.Daemon.RetryDelay = TimeSpan.FromMilliseconds(50);
        });
        await _store.ApplyAllConfiguredChangesToDatabaseAsync();
    }

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task What_a_writer_remembers_of_a_page_that_failed_is_forgotten()
    {
        await AppendAsync(1, 2, 3, Impossible, 4, 5);
        await using var daemon = _store.BuildProjectionDaemon();
        await daemon.StartAllAsync();
        await daemon.WaitForNonStaleDataAsync(Eventually.Deadline);

        (await TotalsAsync()).ShouldBe(["1", "3", "6", "10", "15"]);
        (await ParkedAsync()).ShouldBe(["Total:All 4"]);

        await daemon.RebuildProjectionAsync("Total");

        (await TotalsAsync()).ShouldBe(["1", "3", "6", "10", "15"]);
        await Eventually.TrueAsync(
            async () => (await ParkedAsync()).SequenceEqual(["Total:V2:All 4"]), "the old generation's parked event went with it");
    }

    private async Task AppendAsync(params int[] amounts)
    {
        var session = _store.LightweightSession();
        session.Events.Append("job-1", amounts.Select(object (amount) => new TicketCounted(amount)).ToArray());
        await session.SaveChangesAsync();
    }

    private Task<IReadOnlyList<string>> TotalsAsync() =>
        _fixture.Database.ColumnAsync("select total::text from totals.total order by seq_id");

    private Task<IReadOnlyList<string>> ParkedAsync() =>
        _fixture.Database.ColumnAsync("select shard || ' ' || seq_id from ticketflow.parked_events order by 1");

    /// <summary>Each event with the sum up to it, of which the writer keeps the last.</summary>
    private sealed class RunningTotal : EventProjection
    {
        public override string Name => "Total";

        public override string PublishedSchema => "totals";

        public override string SchemaSql => "create table if not exists total (seq_id bigint primary key, total int not null)";

        public override string TeardownSql => "truncate total";

        public override IPageWriter OpenPages() => new Pages();

        private sealed class Pages : IPageWriter
        {
            private int? _total;

            public async ValueTask AddAsync(
                IReadOnlyList<IEvent> events, NpgsqlConnection connection, NpgsqlBatch batch, CancellationToken cancellation)
            {
                await using var last = new NpgsqlCommand("select coalesce(max(total), 0) from total", connection);
                _total ??= (int)(await last.ExecuteScalarAsync(cancellation))!;
                var totals = new List<int>();
                foreach (var amount in events.Select(e => ((TicketCounted)e.Data).Amount))
                {
                    totals.Add((_total += amount).Value);
                    if (amount == Impossible)
                    {
                        throw new InvalidOperationException("Not this one.");
                    }
                }

                batch.BatchCommands.Add(new NpgsqlBatchCommand("insert into total (seq_id, total) select * from unnest($1, $2)")
                {
                    Parameters =
                    {
                        new NpgsqlParameter { Value = events.Select(e => e.Sequence).ToArray() },
                        new NpgsqlParameter { Value = totals.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
                    },
                });
            }
        }
    }
}
