using System.Diagnostics;
using TicketFlow.EventStore.Tests.Support;
using TicketFlow.Testing.Postgres;

namespace TicketFlow.EventStore.Tests.Crashes;

/// <summary>kill -9 between any two steps of an append, a daemon page and a high-water look.</summary>
public sealed class KilledProcessTests
{
    private const int Killed = 137;

    [Theory]
    [InlineData("append-planned")]
    [InlineData("append-written")]
    [InlineData("append-locked")]
    [InlineData("locked-append-written")]
    [InlineData("append-cached")]
    [InlineData("mark-found")]
    [InlineData("mark-advanced")]
    [InlineData("page-read")]
    [InlineData("page-written")]
    public async Task A_process_killed_at_a_step_leaves_nothing_half_done_and_the_next_goes_on(string step)
    {
        await using var database = await CreateAsync();

        var (exit, acknowledged) = await RunAsync(database, "first", step, occurrence: 3);

        exit.ShouldBe(Killed);
        await database.ShouldHoldStreamInvariantsAsync();
        await ShouldHaveStoredAsync(database, acknowledged);
        await ShouldNotBeAheadAsync(database);

        (exit, acknowledged) = await RunAsync(database, "second", "none", occurrence: 1);

        exit.ShouldBe(0);
        acknowledged.Count.ShouldBe(240);
        await ShouldHaveStoredAsync(database, acknowledged);
        await database.ShouldHoldStreamInvariantsAsync();
        await ShouldBeProjectedOnceAsync(database);
    }

    private static async Task<PostgresDatabase> CreateAsync()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await using var store = DocumentStore.For(o =>
        {
            o.ConnectionString = database.ConnectionString;
            o.Projections.AddInline(new TotalsProjection()).AddAsync(new TicketViewProjection()).AddAsync(new AuditProjection());
        });
        await store.ApplyAllConfiguredChangesToDatabaseAsync();
        return database;
    }

    private static async Task<(int Exit, IReadOnlyList<string> Acknowledged)> RunAsync(
        PostgresDatabase database, string run, string step, int occurrence)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        string[] arguments = [typeof(CrashHost).Assembly.Location, database.ConnectionString, run, step, occurrence.ToString()];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        var output = await process.StandardOutput.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    // Acknowledged means stored, once; and every unit, acknowledged or not, is whole: two events.
    private static async Task ShouldHaveStoredAsync(PostgresDatabase database, IReadOnlyList<string> acknowledged)
    {
        var units = await database.ColumnAsync(
            "select correlation_id || ' ' || count(*) from ticketflow.mt_events group by correlation_id");
        units.ShouldAllBe(unit => unit.EndsWith(" 2"));
        acknowledged.Select(a => a + " 2").Except(units).ShouldBeEmpty();
    }

    private static async Task ShouldNotBeAheadAsync(PostgresDatabase database)
    {
        (await database.ColumnAsync("""
            select p.name from ticketflow.mt_event_progression p
            where p.last_seq_id > (select last_seq_id from ticketflow.mt_event_progression where name = 'HighWaterMark')
            """)).ShouldBeEmpty();
        (await database.ColumnAsync("""
            select a.seq_id from ticketflow.test_audit a
            where a.seq_id > (select last_seq_id from ticketflow.mt_event_progression where name = 'Audit:All')
            """)).ShouldBeEmpty();
        (await database.ColumnAsync("""
            select s.id from ticketflow.mt_streams s full join ticketflow.test_totals t on t.stream_id = s.id
            where t.total is distinct from s.version
            """)).ShouldBeEmpty();
    }

    private static async Task ShouldBeProjectedOnceAsync(PostgresDatabase database)
    {
        await ShouldNotBeAheadAsync(database);
        (await database.ColumnAsync("""
            select coalesce(e.seq_id, a.seq_id) from ticketflow.mt_events e full join ticketflow.test_audit a using (seq_id)
            where e.seq_id is null or a.seq_id is null
            """)).ShouldBeEmpty();
        (await database.ColumnAsync("""
            select s.id from ticketflow.mt_streams s full join ticketflow.mt_doc_ticketview d using (id)
            where d.mt_version is distinct from s.version or (d.data ->> 'total')::bigint is distinct from s.version
            """)).ShouldBeEmpty();
    }
}
