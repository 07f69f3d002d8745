using Reporting.Tests.Support;
using TicketFlow.EventStore.Transfer;

namespace Reporting.Tests.Operations;

/// <summary>
/// A log as it was once written, with the shapes that events had then, must project to the same rows for ever (ADR 4). The files only grow:
/// never change a line of the log; a change of the expectation is a change of what was reported, and needs a raised version.
/// </summary>
public sealed class FixtureLogTests : IClassFixture<LogFixture>
{
    /// <summary>Those of this room; what hangs on outcomes keeps fixtures of its own.</summary>
    private static readonly string[] Kept =
    [
        "job", "outcome", "assignment", "resource", "downtime", "usage_hour", "duration_hour", "usage_subject", "usage_entry",
    ];

    private readonly LogFixture _log;

    public FixtureLogTests(LogFixture log) => _log = log;

    [Fact]
    public async Task An_old_log_projects_to_what_it_always_did()
    {
        await new LogTransfer(_log.Server).ImportAsync(File.ReadLinesAsync(Fixture("log-2026.ndjson")));
        await _log.ProjectAsync();
        var rows = await Tables.DumpAsync(_log.Database, Kept);
        await File.WriteAllLinesAsync(Fixture("log-2026.actual"), rows);
        rows.ShouldBe(await File.ReadAllLinesAsync(Fixture("log-2026.expected")));
        (await _log.Database.ScalarAsync<long>("select count(*) from ticketflow.parked_events")).ShouldBe(0);
    }

    private static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", name);
}
