using System.Text.Json;
using TicketFlow.EventStore.Chain;
using TicketFlow.EventStore.Replay;
using TicketFlow.EventStore.Tests.Support;
using TicketFlow.EventStore.Transfer;

namespace TicketFlow.EventStore.Tests.Replay;

public sealed class LogTransferTests : IAsyncLifetime
{
    private readonly StoreFixture _from = new();
    private readonly StoreFixture _to = new();

    public async Task InitializeAsync()
    {
        await _from.InitializeAsync();
        await _to.InitializeAsync();
        var session = _from.Store.LightweightSession();
        session.SetHeader("actor", "anna");
        session.Events.StartStream<TicketState>("job-1", new TicketOpened("a \"title\" \u00e4\u20ac", Priority.High), new TicketCounted(3));
        session.Events.Append("job-2", new TicketCounted(4));
        await session.SaveChangesAsync();
        session.Events.Append("job-1", new TicketCounted(5));
        await session.SaveChangesAsync();
    }

    public async Task DisposeAsync()
    {
        await _from.DisposeAsync();
        await _to.DisposeAsync();
    }

    [Fact]
    public async Task A_log_taken_out_and_brought_in_folds_and_seals_the_same_and_goes_on()
    {
        var count = await new LogTransfer(_to.Store).ImportAsync(new LogTransfer(_from.Store).ExportAsync());

        count.ShouldBe(4);
        (await SealAsync(_to)).ShouldBe(await SealAsync(_from));
        (await _to.Store.LightweightSession().Events.AggregateStreamAsync<TicketState>("job-1"))!.Total.ShouldBe(8);
        var session = _to.Store.LightweightSession();
        session.Events.Append("job-1", expectedVersion: 4, new TicketClosed("anna"));
        await session.SaveChangesAsync();
        (await _to.Database.ColumnAsync("select seq_id::text from ticketflow.mt_events order by 1")).ShouldBe(["1", "2", "3", "4", "5"]);
    }

    [Fact]
    public async Task What_was_archived_arrives_archived_and_a_part_is_what_was_asked_for()
    {
        await _from.Database.ExecuteAsync("""
            update ticketflow.mt_events set is_archived = true where stream_id = 'job-2';
            update ticketflow.mt_streams set is_archived = true where id = 'job-2'
            """);
        await new LogTransfer(_to.Store).ImportAsync(new LogTransfer(_from.Store).ExportAsync());
        const string all = """
            select concat_ws(' ', e.seq_id, e.stream_id, e.is_archived, s.version, s.is_archived, s.created = min(e.timestamp) over w,
              s.timestamp = max(e.timestamp) over w) from ticketflow.mt_events e join ticketflow.mt_streams s on s.id = e.stream_id
            window w as (partition by s.id) order by e.seq_id
            """;
        (await _to.Database.ColumnAsync(all)).ShouldBe(
            ["1 job-1 f 3 f t t", "2 job-1 f 3 f t t", "3 job-2 t 1 t t t", "4 job-1 f 3 f t t"]);

        (await SequencesAsync(after: 1, upTo: 3)).ShouldBe([2L, 3L]);
        (await SequencesAsync(streamPrefix: "job-1")).ShouldBe([1L, 2L, 4L]);

        async Task<List<long>> SequencesAsync(long after = 0, long? upTo = null, string streamPrefix = "") =>
            await new LogTransfer(_from.Store).ExportAsync(after, upTo, streamPrefix)
                .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("seq").GetInt64()).ToListAsync();
    }

    [Fact]
    public async Task A_line_that_is_no_event_and_a_log_that_is_not_empty_are_refused_and_change_nothing()
    {
        var good = await new LogTransfer(_from.Store).ExportAsync().ToListAsync();
        (await RefusedAsync([.. good, "{}"])).ShouldBe("line-not-an-event");
        (await RefusedAsync([.. good, "not json"])).ShouldBe("line-not-an-event");
        (await RefusedAsync([.. good, good[0]])).ShouldBe("line-not-an-event");
        (await _to.Database.ScalarAsync<long>("select count(*) from ticketflow.mt_streams")).ShouldBe(0);

        await new LogTransfer(_to.Store).ImportAsync(good.ToAsyncEnumerable());
        (await RefusedAsync(good)).ShouldBe("log-not-empty");
    }

    [Fact]
    public async Task A_replay_into_temporary_tables_equals_the_live_ones_at_any_moment()
    {
        await using var store = _from.Open(o => o.Projections.AddInline(new TotalsProjection()));
        var second = (await store.ReadAllAsync().ToListAsync())[1].Sequence;

        (await TotalsAsync(store, new ReplayRange())).ShouldBe(["job-1 8", "job-2 4"]);
        (await TotalsAsync(store, new ReplayRange(UpTo: second))).ShouldBe(["job-1 3"]);
        (await TotalsAsync(store, new ReplayRange(After: second))).ShouldBe(["job-1 5", "job-2 4"]);
        (await TotalsAsync(store, new ReplayRange(Streams: ["job-2"]))).ShouldBe(["job-2 4"]);
        (await TotalsAsync(store, new ReplayRange(Until: DateTimeOffset.UnixEpoch))).ShouldBeEmpty();
        (await _from.Database.ScalarAsync<bool>("select to_regclass('ticketflow.test_totals') is null")).ShouldBeTrue();
    }

    [Fact]
    public async Task The_end_of_a_replay_up_to_a_time_is_the_last_event_recorded_until_then()
    {
        var events = await _from.Store.ReadAllAsync().ToListAsync();
        var until = events[0].Timestamp;

        var (_, done) = await ReplayAsync(_from.Store, new ReplayRange(Until: until));

        done.Highest.ShouldBe(events.Last(e => e.Timestamp <= until).Sequence);
        (await ReplayAsync(_from.Store, new ReplayRange(Until: DateTimeOffset.UnixEpoch))).Done.Highest.ShouldBe(0);
        (await ReplayAsync(_from.Store, new ReplayRange())).Done.Highest.ShouldBe(events[^1].Sequence);
    }

    private static async Task<IReadOnlyList<string>> TotalsAsync(DocumentStore store, ReplayRange range) =>
        (await ReplayAsync(store, range)).Totals;

    private static async Task<(IReadOnlyList<string> Totals, ReplayProgress Done)> ReplayAsync(DocumentStore store, ReplayRange range)
    {
        await using var connection = await store.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var path = new Npgsql.NpgsqlCommand("set local search_path to pg_temp, ticketflow", connection))
        {
            await path.ExecuteNonQueryAsync();
        }

        var done = await ProjectionReplay.Of(store, new TotalsProjection()).RunAsync(connection, range);
        await using var command = new Npgsql.NpgsqlCommand(
            "select stream_id || ' ' || total from pg_temp.test_totals order by 1", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return (rows, done);
    }

    private async Task<string> RefusedAsync(IReadOnlyList<string> lines) =>
        (await Should.ThrowAsync<LogTransferException>(() => new LogTransfer(_to.Store).ImportAsync(lines.ToAsyncEnumerable()))).Code;

    private static async Task<string> SealAsync(StoreFixture fixture) => (await new EventChain(fixture.Store).SealAsync())[^1].Hash;
}
