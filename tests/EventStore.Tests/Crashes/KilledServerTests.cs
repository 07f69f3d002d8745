using TicketFlow.EventStore.Tests.Support;
using TicketFlow.Testing.Postgres;

namespace TicketFlow.EventStore.Tests.Crashes;

/// <summary>The database dies or drops connections in the middle of commits: acknowledged appends are there, none is there twice.</summary>
public sealed class KilledServerTests
{
    private const int Callers = 16;

    [Fact]
    public async Task Sessions_ended_by_the_server_in_the_middle_of_commits_lose_and_double_nothing_and_no_caller_sees_it()
    {
        await using var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await using var store = await OpenAsync(database);
        using var stopping = new CancellationTokenSource();
        var done = new int[Callers];
        var callers = Enumerable.Range(0, Callers).Select(c => AppendUntilAsync(store, c, done, stopping.Token)).ToArray();
        for (var i = 0; i < 15; i++)
        {
            await EveryoneGoesOnAsync(done);
            await database.ExecuteAsync(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        }

        await stopping.CancelAsync();
        var results = await Task.WhenAll(callers);

        results.SelectMany(r => r.Failures).ShouldBeEmpty();
        await ShouldBeStoredOnceAsync(database, results.SelectMany(r => r.Acknowledged));
    }

    [Fact]
    public async Task A_server_killed_under_load_loses_and_doubles_nothing()
    {
        var server = await PostgresServer.StartPrivateAsync();
        var database = await server.CreateDatabaseAsync();
        await using (var store = await OpenAsync(database))
        {
            using var stopping = new CancellationTokenSource();
            var done = new int[Callers];
            var callers = Enumerable.Range(0, Callers).Select(c => AppendUntilAsync(store, c, done, stopping.Token)).ToArray();
            for (var i = 0; i < 2; i++)
            {
                await EveryoneGoesOnAsync(done);
                await server.KillAsync();
                await server.StartAsync();
            }

            await EveryoneGoesOnAsync(done);
            await stopping.CancelAsync();
            var results = await Task.WhenAll(callers);

            await ShouldBeStoredOnceAsync(database, results.SelectMany(r => r.Acknowledged));
        }

        await server.StopAsync();
    }

    private static async Task<DocumentStore> OpenAsync(PostgresDatabase database)
    {
        var store = DocumentStore.For(o =>
        {
            o.ConnectionString = database.ConnectionString;
            o.Events.MapEventType<TicketCounted>("ticket_counted").Aggregate<TicketState>("ticket", TicketState.Fold);
            o.GroupCommit.OutcomeTimeout = TimeSpan.FromSeconds(30);
        });
        await store.ApplyAllConfiguredChangesToDatabaseAsync();
        return store;
    }

    private static async Task<(List<string> Acknowledged, List<Exception> Failures)> AppendUntilAsync(
        DocumentStore store, int caller, int[] done, CancellationToken stopping)
    {
        var (acknowledged, failures) = (new List<string>(), new List<Exception>());
        for (var i = 0; !stopping.IsCancellationRequested; i++)
        {
            var session = store.LightweightSession();
            session.CorrelationId = $"{caller}-{i}";
            try
            {
                session.Events.Append($"job-{caller}-{i / 50}", new TicketCounted(1), new TicketCounted(2));
                session.Events.Append($"job-shared-{i % 3}", new TicketCounted(3));
                await session.SaveChangesAsync(CancellationToken.None);
                acknowledged.Add(session.CorrelationId);
                Interlocked.Increment(ref done[caller]);
            }
            catch (Exception exception)
            {
                failures.Add(exception);
            }
        }

        return (acknowledged, failures);
    }

    /// <summary>Returns in the middle of commits: everybody had two acknowledged meanwhile.</summary>
    private static Task EveryoneGoesOnAsync(int[] done)
    {
        var before = done.ToArray();
        return Eventually.TrueAsync(
            () => done.Zip(before).All(d => d.First > d.Second + 1), () => $"everybody goes on from {string.Join(' ', before)}");
    }

    private static async Task ShouldBeStoredOnceAsync(PostgresDatabase database, IEnumerable<string> acknowledged)
    {
        var units = await database.ColumnAsync(
            "select correlation_id || ' ' || count(*) from ticketflow.mt_events group by correlation_id");
        units.ShouldAllBe(unit => unit.EndsWith(" 3"));
        acknowledged.Select(a => a + " 3").Except(units).ShouldBeEmpty();
        await database.ShouldHoldStreamInvariantsAsync();
    }
}
