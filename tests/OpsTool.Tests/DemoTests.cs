using TicketFlow.Testing.Postgres;

namespace OpsTool.Tests;

/// <summary><c>ticketflow-ops demo</c>, with a database of its own.</summary>
public sealed class DemoTests : IAsyncLifetime
{
    private PostgresDatabase _database = null!;

    public async Task InitializeAsync() => _database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_month_is_written_once_and_its_queues_are_what_its_events_say()
    {
        (await RunAsync("demo")).Error.ShouldContain("--yes");
        (await RunAsync("demo", "--yes", "--month", "2999-01")).Error.ShouldContain("no past month");
        string[] write = ["demo", "--yes", "--month", "2026-02", "--jobs", "400"];
        (await RunAsync(write)).Output.ShouldContain("400 jobs in 2026-02 written");
        var before = await EventsAsync();
        (await RunAsync(write)).Output.ShouldContain("there already");

        (await EventsAsync()).ShouldBe(before);
        (await RunAsync("verify", "queue")).Output.ShouldContain("0 differences");
        (await _database.ScalarAsync<long>("""
            select count(distinct stream_id) from ticketflow.mt_events
            where type in ('job_opened', 'job_refused') and timestamp >= '2026-02-01' and timestamp < '2026-03-01'
            """)).ShouldBe(400);
        (await _database.ScalarAsync<long>("select count(*) from ticketflow.queue_job")).ShouldBe(0);
    }

    [Fact]
    public async Task The_same_seed_is_the_same_month()
    {
        await RunAsync("demo", "--yes", "--month", "2026-02", "--jobs", "100", "--seed", "7");
        var first = await EventsAsync();
        await using var other = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await OpsCommand.RunAsync(
            new Dictionary<string, string?> { ["TICKETFLOW_POSTGRES"] = other.ConnectionString },
            "demo", "--yes", "--month", "2026-02", "--jobs", "100", "--seed", "7");
        (await other.ScalarAsync<string>(Digest)).ShouldBe(first);
    }

    private const string Digest = "select md5(string_agg(id || data::text || timestamp, ',' order by seq_id)) from ticketflow.mt_events";

    private Task<string> EventsAsync() => _database.ScalarAsync<string>(Digest);

    private Task<Outcome> RunAsync(params string[] arguments) =>
        OpsCommand.RunAsync(new Dictionary<string, string?> { ["TICKETFLOW_POSTGRES"] = _database.ConnectionString }, arguments);
}
