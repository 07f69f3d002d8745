using Npgsql;
using NpgsqlTypes;
using TicketFlow.EventStore.Daemon;
using TicketFlow.EventStore.Events;
using TicketFlow.EventStore.Projections;
using TicketFlow.EventStore.Tests.Support;

namespace TicketFlow.EventStore.Tests.Daemon;

/// <summary>An event that cannot be projected is put aside, somebody is told, and everything else is projected exactly once.</summary>
public sealed class ParkingTests : IAsyncLifetime
{
    private const int Impossible = 13;
    private readonly StoreFixture _fixture = new();
    private readonly List<ParkedEvent> _told = [];
    private DocumentStore _store = null!;

    public async Task InitializeAsync()
    {
        await _fixture.InitializeAsync();
        _store = Open();
        await _store.ApplyAllConfiguredChangesToDatabaseAsync();
    }

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task What_the_projection_or_the_database_refuses_is_parked_and_all_others_are_projected_once()
    {
        await AppendAsync(1, 2, Impossible, 3, -1, 4, 5, 6, Impossible, 7);
        await using var daemon = _store.BuildProjectionDaemon();
        await daemon.StartAllAsync();
        await daemon.WaitForNonStaleDataAsync(Eventually.Deadline);

        (await AmountsAsync()).ShouldBe(["1", "2", "3", "4", "5", "6", "7"]);
        (await ParkedAsync()).ShouldBe(["3 job-1 ticket_counted", "5 job-1 ticket_counted", "9 job-1 ticket_counted"]);
        _told.Select(t => t.Sequence).ShouldBe([3L, 5L, 9L], ignoreOrder: true);
        daemon.Shards.Single().ShouldSatisfyAllConditions(s => s.State.ShouldBe(ShardState.Running), s => s.Parked.ShouldBe(3));
    }

    [Fact]
    public async Task What_nobody_can_read_is_parked_and_a_rebuild_after_mending_takes_it_in()
    {
        await AppendAsync(1, 2, 3);
        await _fixture.Database.ExecuteAsync("update ticketflow.mt_events set type = 'lost', mt_dotnet_type = null where seq_id = 2");
        await using var daemon = _store.BuildProjectionDaemon();
        await daemon.StartAllAsync();
        await daemon.WaitForNonStaleDataAsync(Eventually.Deadline);
        (await AmountsAsync()).ShouldBe(["1", "3"]);
        (await ParkedAsync()).ShouldBe(["2 job-1 lost"]);

        await _fixture.Database.ExecuteAsync("update ticketflow.mt_events set type = 'ticket_counted' where seq_id = 2");
        await daemon.RebuildProjectionAsync("Fussy");

        (await AmountsAsync()).ShouldBe(["1", "2", "3"]);
        (await ParkedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_projection_that_refuses_everything_is_broken_and_stops()
    {
        await AppendAsync([.. Enumerable.Repeat(Impossible, 9)]);
        await using var daemon = _store.BuildProjectionDaemon();
        await daemon.StartAllAsync();

        await Eventually.TrueAsync(() => Task.FromResult(daemon.Shards.Single().State == ShardState.Stopped), "the shard stops");

        daemon.Shards.Single().Error.ShouldBeOfType<TooManyParkedException>();
    }

    [Fact]
    public async Task A_table_that_is_not_there_parks_nothing_and_stops_the_shard()
    {
        await AppendAsync(1, 2);
        await _fixture.Database.ExecuteAsync("drop table ticketflow.test_fussy");
        await using var daemon = _store.BuildProjectionDaemon();
        await daemon.StartAllAsync();

        await Eventually.TrueAsync(() => Task.FromResult(daemon.Shards.Single().State == ShardState.Stopped), "the shard stops");

        (await ParkedAsync()).ShouldBeEmpty();
    }

    private DocumentStore Open() => _fixture.Open(o =>
    {
        o.Projections.AddAsync(new FussyProjection());
        o.Daemon.PageSize = 4;
        o.Daemon.MaxParked = 5;
        o.Daemon.RetryDelay = TimeSpan.FromMilliseconds(50);
        o.Daemon.OnParked = parked =>
        {
            lock (_told)
            {
                _told.Add(parked);
            }
        };
    });

    private async Task AppendAsync(params int[] amounts)
    {
        foreach (var amount in amounts)
        {
            var session = _store.LightweightSession();
            session.Events.Append("job-1", new TicketCounted(amount));
            await session.SaveChangesAsync();
        }
    }

    private Task<IReadOnlyList<string>> AmountsAsync() =>
        _fixture.Database.ColumnAsync("select amount::text from ticketflow.test_fussy order by seq_id");

    private Task<IReadOnlyList<string>> ParkedAsync() =>
        _fixture.Database.ColumnAsync("select seq_id || ' ' || stream_id || ' ' || type from ticketflow.parked_events order by seq_id");

    /// <summary>Its code refuses one amount, its table refuses negative ones, and a row that comes twice breaks it.</summary>
    private sealed class FussyProjection : EventProjection
    {
        public override string Name => "Fussy";

        public override string SchemaSql =>
            "create table if not exists test_fussy (seq_id bigint primary key, amount int not null check (amount >= 0))";

        public override string TeardownSql => "truncate test_fussy";

        public override void Apply(IReadOnlyList<IEvent> events, NpgsqlBatch batch)
        {
            if (events.Any(e => e.Data is TicketCounted { Amount: Impossible }))
            {
                throw new InvalidOperationException("Not this one.");
            }

            batch.BatchCommands.Add(new NpgsqlBatchCommand("insert into test_fussy (seq_id, amount) select * from unnest($1, $2)")
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
            });
        }
    }
}
