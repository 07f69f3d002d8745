using Reporting.Tests.Support;
using TicketFlow.TicketServer.Jobs;

namespace Reporting.Tests.Ledger;

/// <summary>From the ticket server's events to the ledger's rows, through the database and the role of production.</summary>
public sealed class ReportedJobsTests : IClassFixture<LogFixture>
{
    private readonly LogFixture _log;

    public ReportedJobsTests(LogFixture log) => _log = log;

    [Fact]
    public async Task A_printed_job_is_one_completed_outcome()
    {
        await _log.AppendAsync("resource-hall", Stories.Printer("hall", "Bern, hall"));
        await _log.AppendAsync(
            "job-one", Stories.Opened("one", "hall"), Stories.Described(pages: 3, copies: 2, sides: 2), Stories.GoAhead(1),
            new TransferStarted(1, Stories.Later), new TransferCompleted(1, 5_000, "idle", 40));
        await _log.ProjectAsync();

        (await _log.Database.ColumnAsync("""
            select concat_ws(' ', kind, is_first, resource, resource_kind, site, domain, user_name, bytes, bytes_sent, pages, copies, sheets,
              grade, print_ms, mechanism) from reporting.outcome where job_id = 'one'
            """)).ShouldBe(["completed t hall printer Bern office anna 5000 5000 3 2 4 idle 40 raw"]);
        (await _log.Database.ColumnAsync("select state || ' ' || endings from reporting.job where job_id = 'one'"))
            .ShouldBe(["completed 1"]);
    }
}
