using Reporting.Tests.Invoices;
using Reporting.Tests.Support;

namespace Reporting.Tests.Schedules;

/// <summary>Support hears of events that statistics leave out.</summary>
public sealed class ParkedAlarmTests
{
    private const string Told = "select count(*)::text from ticketflow.support_notice";

    [Fact]
    public async Task Support_hears_once_of_many_and_operators_see_which()
    {
        await using var site = await ReportSite.CreateAsync(TimeProvider.System.GetUtcNow());
        await site.StartAsync();
        await site.StartAsync();
        await PoisonAsync(site, "first");
        await site.BecomesAsync("1", Told);
        await PoisonAsync(site, "second");
        await site.BecomesAsync("2", "select count(*)::text from ticketflow.parked_events");
        // The second is told when an hour has passed, not before.
        (await site.Log.Database.ScalarAsync<string>(Told)).ShouldBe("1");
        (await site.Log.Database.ScalarAsync<string>("select kind || ': ' || text from ticketflow.support_notice"))
            .ShouldStartWith("events-parked: The projection ReportedJobs had to leave out 1 events, the newest is ");
        await site.Log.Database.ExecuteAsync("update finance.parked_told set told_at = told_at - interval '2 hours'");
        await site.Log.Database.ExecuteAsync("select pg_notify('ticketflow_parked', '')");
        await site.BecomesAsync("2", Told);

        var (exitCode, output, _) = await OpsProcess.RunAnyAsync(site.Log.Database.ConnectionString, "projections", "--json");
        exitCode.ShouldBe(0);
        output.ShouldContain("\"projection\":\"ReportedJobs\"");
        output.ShouldContain("\"parked\":2");
        (await OpsProcess.RunAnyAsync(site.Log.Database.ConnectionString, "projections", "--parked", "--json")).Output
            .ShouldContain("\"stream\":\"job-first\"");
    }

    private static async Task PoisonAsync(ReportSite site, string job)
    {
        await site.Log.AppendAsync("job-" + job, Stories.Opened(job, "p1"));
        await site.Log.Database.ExecuteAsync($$"""
            insert into ticketflow.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, is_archived)
            select nextval('ticketflow.mt_events_sequence'), gen_random_uuid(), 'job-{{job}}', 2, '{"bytes": "many"}', 'job_described',
              now(), '*DEFAULT*', false
            """);
        await site.Log.AppendAsync("job-after-" + job, Stories.Opened("after-" + job, "p1"));
    }
}
