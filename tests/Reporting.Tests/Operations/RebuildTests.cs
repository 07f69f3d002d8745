using Reporting.Tests.Support;
using TicketFlow.EventStore;
using TicketFlow.EventStore.Daemon;
using TicketFlow.Ops.Replay;

namespace Reporting.Tests.Operations;

/// <summary>A rebuild equals what was written live; a changed row is found; an event that cannot be read stops nobody.</summary>
public sealed class RebuildTests : IClassFixture<LogFixture>
{
    private readonly LogFixture _log;

    public RebuildTests(LogFixture log) => _log = log;

    [Fact]
    public async Task Whatever_the_pages_and_generations_the_rows_are_the_same()
    {
        var month = new RandomMonth(7).Events(400).OrderBy(e => e.At).ToList();
        await using var reporting = _log.OpenReporting(options => (options.Daemon.PageSize, options.Daemon.RebuildPageSize) = (7, 5_000));

        // The first half is written while the projection is stopped, the second while it runs: live and late must not differ.
        await BulkLog.WriteAsync(_log.Database.ConnectionString, month.Take(month.Count / 2));
        await using var daemon = reporting.BuildProjectionDaemon();
        await daemon.StartAllAsync();
        await BulkLog.WriteAsync(_log.Database.ConnectionString, month.Skip(month.Count / 2));
        await daemon.WaitForNonStaleDataAsync(LogFixture.Patience);
        var live = await Tables.DumpAsync(_log.Database, Tables.Names);
        live.Count.ShouldBeGreaterThan(1_000);

        await daemon.RebuildProjectionAsync("ReportedJobs");
        await daemon.WaitForNonStaleDataAsync(LogFixture.Patience);
        (await _log.Database.ScalarAsync<int>(Live)).ShouldBe(2);
        (await Tables.DumpAsync(_log.Database, Tables.Names)).ShouldBe(live);
        await daemon.StopAllAsync();

        await VerifyFindsTheOneChangedRowAsync(reporting);
        await PoisonIsParkedAsync();
    }

    private const string Live = "select generation from ticketflow.projection_generations where name = 'ReportedJobs' and state = 'live'";

    private async Task VerifyFindsTheOneChangedRowAsync(DocumentStore reporting)
    {
        await using var operators = DocumentStore.For(options =>
        {
            options.ConnectionString = _log.Database.ConnectionString;
            TicketFlow.Reporting.ReportingStore.Configure(options);
        });
        (await VerifyAsync(operators)).Count.ShouldBe(0);
        await _log.Database.ExecuteAsync("""
            update reportedjobs_v2.outcome set department = 'somewhere else' where sequence = (select max(sequence) from reporting.outcome)
            """);
        var found = await VerifyAsync(operators);
        found.Count.ShouldBe(1);
        found.Shown.Single().Live.ShouldNotBeNull().ShouldContain("somewhere else");
        found.Shown.Single().Table.ShouldBe("outcome");
        await using var daemon = reporting.BuildProjectionDaemon();
        await daemon.StartAllAsync();
        await daemon.RebuildProjectionAsync("ReportedJobs");
        await daemon.WaitForNonStaleDataAsync(LogFixture.Patience);
        await daemon.StopAllAsync();
        (await VerifyAsync(operators)).Count.ShouldBe(0);
    }

    private async Task PoisonIsParkedAsync()
    {
        var parked = new List<ParkedEvent>();
        await using var reporting = _log.OpenReporting(options => options.Daemon.OnParked = parked.Add);
        await _log.AppendAsync("job-before", Stories.Opened("before", "p1"));
        await _log.Database.ExecuteAsync("""
            insert into ticketflow.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, is_archived)
            select nextval('ticketflow.mt_events_sequence'), gen_random_uuid(), 'job-before', 2, '{"bytes": "many"}', 'job_described',
              now(), '*DEFAULT*', false
            """);
        await _log.AppendAsync("job-after", Stories.Opened("after", "p1"));
        await _log.ProjectAsync(reporting);
        parked.Single().StreamKey.ShouldBe("job-before");
        (await _log.Database.ColumnAsync("select job_id from reporting.job where job_id in ('before', 'after') order by 1"))
            .ShouldBe(["after", "before"]);
        (await VerifyAsync(reporting)).ShouldSatisfyAllConditions(v => v.Count.ShouldBe(0), v => v.Parked.ShouldBe(1));
    }

    private static Task<VerificationResult> VerifyAsync(DocumentStore store) =>
        Verification.RunAsync(store, KnownProjection.Of("reporting"), most: 10, progress: null, CancellationToken.None);
}
