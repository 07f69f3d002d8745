using Npgsql;
using TicketFlow.EventStore.Tests.Support;

namespace TicketFlow.EventStore.Tests.Daemon;

public sealed class HighWaterTests : IAsyncLifetime
{
    private readonly StoreFixture _fixture = new();
    private DocumentStore _store = null!;
    private int _looks;

    public async Task InitializeAsync()
    {
        await _fixture.InitializeAsync();
        _store = _fixture.Open(o =>
        {
            o.Projections.AddAsync(new AuditProjection());
            o.Daemon.StaleSequenceThreshold = TimeSpan.FromMilliseconds(300);
            o.Daemon.BusyPolling = TimeSpan.FromMilliseconds(20);
            o.AtStep = step => Interlocked.Add(ref _looks, step == "hole-seen" ? 1 : 0);
        });
        await _store.ApplyAllConfiguredChangesToDatabaseAsync();
    }

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Numbers_lost_by_a_rollback_are_skipped_and_recorded()
    {
        await SaveAsync(_store, "job-1");
        await _fixture.Database.ExecuteAsync("select nextval('ticketflow.mt_events_sequence') from generate_series(1, 3)");
        await SaveAsync(_store, "job-2");
        await using var daemon = _store.BuildProjectionDaemon();
        await daemon.StartAllAsync();

        await daemon.WaitForNonStaleDataAsync(Eventually.Deadline);

        daemon.HighWaterMark.ShouldBe(5);
        (await _fixture.Database.ColumnAsync("select seq_id from ticketflow.test_audit order by 1")).ShouldBe(["1", "5"]);
        (await _fixture.Database.ColumnAsync("select starting_sequence || '-' || ending_sequence from ticketflow.mt_high_water_skips"))
            .ShouldBe(["1-5"]);
    }

    [Fact]
    public async Task An_open_transaction_holds_the_mark_below_its_numbers_and_its_events_come_afterwards()
    {
        await SaveAsync(_store, "job-1");
        await using var daemon = _store.BuildProjectionDaemon();
        await daemon.StartAllAsync();
        await using var connection = await _store.DataSource.OpenConnectionAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            var held = await _store.AppendInTransactionAsync(
                connection, transaction, [new StreamAppend("job-held", 0, [new TicketCounted(1)])]);
            held.Events[0].Sequence.ShouldBe(2);
            await SaveAsync(_store, "job-3");

            // Looks 20 ms apart, so far beyond the threshold: time alone must not be enough to skip a transaction that lives.
            await LookedAtAsync(times: 50);
            daemon.HighWaterMark.ShouldBe(1);
            await transaction.CommitAsync();
        }

        await daemon.WaitForNonStaleDataAsync(Eventually.Deadline);
        (await _fixture.Database.ColumnAsync("select seq_id from ticketflow.test_audit order by 1")).ShouldBe(["1", "2", "3"]);
        (await _fixture.Database.ScalarAsync<long>("select count(*) from ticketflow.mt_high_water_skips")).ShouldBe(0);
    }

    [Fact]
    public async Task What_commits_between_the_look_at_its_hole_and_the_skip_is_no_skip()
    {
        var commit = new TaskCompletionSource<NpgsqlTransaction>();
        var store = _fixture.Open(o =>
        {
            o.Projections.AddAsync(new AuditProjection());
            o.Daemon.StaleSequenceThreshold = TimeSpan.FromTicks(1);
            o.AtStep = step =>
            {
                if (step == "hole-seen" && commit.Task is { IsCompleted: true, Result.Connection: not null })
                {
                    commit.Task.Result.Commit();
                }
            };
        });
        await SaveAsync(store, "job-1");
        await using var connection = await store.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await store.AppendInTransactionAsync(connection, transaction, [new StreamAppend("job-held", 0, [new TicketCounted(1)])]);
        await SaveAsync(store, "job-3");
        commit.SetResult(transaction);

        await using var daemon = store.BuildProjectionDaemon();
        await daemon.StartAllAsync();
        await daemon.WaitForNonStaleDataAsync(Eventually.Deadline);

        daemon.HighWaterMark.ShouldBe(3);
        (await _fixture.Database.ScalarAsync<long>("select count(*) from ticketflow.mt_high_water_skips")).ShouldBe(0);
    }

    [Fact]
    public async Task A_transaction_that_holds_a_number_but_wrote_nothing_yet_is_waited_for()
    {
        await SaveAsync(_store, "job-1");

        // Sequences write to the log every 32 values only: with the first taken outside, this transaction gets no transaction id.
        await _fixture.Database.ExecuteAsync("select nextval('ticketflow.mt_events_sequence')");
        await using var daemon = _store.BuildProjectionDaemon();
        await daemon.StartAllAsync();
        await using var connection = await _store.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("select nextval('ticketflow.mt_events_sequence')", connection))
        {
            (await command.ExecuteScalarAsync()).ShouldBe(3L);
        }

        await SaveAsync(_store, "job-2");
        await LookedAtAsync(times: 50);
        daemon.HighWaterMark.ShouldBe(1);
        await transaction.RollbackAsync();

        await daemon.WaitForNonStaleDataAsync(Eventually.Deadline);
        daemon.HighWaterMark.ShouldBe(4);
    }

    [Fact]
    public async Task Rolled_back_transactions_in_the_middle_of_many_lose_nothing()
    {
        await using var daemon = _store.BuildProjectionDaemon();
        await daemon.StartAllAsync();
        var writers = Enumerable.Range(0, 30).Select(i => SaveAsync(_store, $"job-{i}"));
        var failing = Enumerable.Range(0, 10).Select(async i =>
        {
            await using var connection = await _store.DataSource.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await _store.AppendInTransactionAsync(
                connection, transaction, [new StreamAppend($"rolled-back-{i}", 0, [new TicketCounted(1)])]);
            await transaction.RollbackAsync();
        });
        await Task.WhenAll([.. writers, .. failing]);
        await SaveAsync(_store, "job-last");

        await daemon.WaitForNonStaleDataAsync(Eventually.Deadline);

        (await _fixture.Database.ScalarAsync<long>("select count(*) from ticketflow.test_audit")).ShouldBe(31);
    }

    private Task LookedAtAsync(int times) =>
        Eventually.TrueAsync(() => Volatile.Read(ref _looks) >= times, () => $"the hole is looked at {times} times, was {_looks}");

    private static async Task SaveAsync(DocumentStore store, string key)
    {
        var session = store.LightweightSession();
        session.Events.Append(key, new TicketCounted(1));
        await session.SaveChangesAsync();
    }
}
