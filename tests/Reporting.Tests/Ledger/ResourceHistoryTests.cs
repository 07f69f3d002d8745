using Reporting.Tests.Support;
using TicketFlow.TicketServer.Resources;

namespace Reporting.Tests.Ledger;

/// <summary>Resources and their downtimes, whatever run over the log sees which part of them.</summary>
public sealed class ResourceHistoryTests : IClassFixture<LogFixture>
{
    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly LogFixture _log;

    public ResourceHistoryTests(LogFixture log) => _log = log;

    [Fact]
    public async Task A_downtime_that_one_run_saw_begin_is_ended_by_the_next()
    {
        await WriteAsync(
            (0, Stories.Printer("hall", "Bern/1")), (1, new ResourceStopped("hall", ["media-jam", "door-open"], "jam", "monitor")),
            (2, new ResourceDisabled("hall")));
        (await DowntimesAsync()).ShouldBe(["fault media-jam,door-open 1 ", "disabled  2 "]);

        await WriteAsync(
            (3, new ResourceStopped("hall", ["media-empty"], "empty", "monitor")), (5, new ResourceEnabled("hall")),
            (6, new ResourceWorks("hall", "monitor")), (7, new ResourceWorks("hall", "monitor")));
        (await DowntimesAsync()).ShouldBe(["fault media-jam,door-open 1 6", "disabled  2 5"]);
    }

    [Fact]
    public async Task A_printer_registered_again_or_moved_is_the_same_since_its_first_day()
    {
        await WriteAsync((10, Stories.Printer("desk", "Bern/1")), (12, Stories.Printer("desk", "Basel, 2")));
        (await _log.Database.ColumnAsync(Resource)).ShouldBe(["printer Basel, 2 10"]);
        await WriteAsync(
            (14, new ResourceChanged("desk", "192.0.2.9:9100", "raw", 1, 1 << 30, "Chur")),
            (15, new ResourceChanged("nobody", "192.0.2.9:9100", "raw", 1, 1 << 30, "Chur")));
        (await _log.Database.ColumnAsync(Resource)).ShouldBe(["printer Chur 10"]);
        (await _log.Database.ScalarAsync<long>("select count(*) from reporting.resource where name = 'nobody'")).ShouldBe(0);
    }

    private const string Resource = """
        select concat_ws(' ', kind, location, extract(epoch from registered_at - '2026-03-01Z')::int / 3600) from reporting.resource
        where name = 'desk'
        """;

    private async Task WriteAsync(params (int Hours, ResourceEvent Fact)[] facts)
    {
        await BulkLog.WriteAsync(_log.Database.ConnectionString, facts.Select(f => new LoggedEvent(
            Begin.AddHours(f.Hours), "resource-" + (f.Hours < 10 ? "hall" : "desk"), f.Fact)));
        await _log.ProjectAsync();
    }

    private Task<IReadOnlyList<string>> DowntimesAsync() => _log.Database.ColumnAsync("""
        select concat(kind, ' ', array_to_string(causes, ','), ' ', extract(epoch from started_at - '2026-03-01Z')::int / 3600, ' ',
          extract(epoch from ended_at - '2026-03-01Z')::int / 3600) from reporting.downtime where resource = 'hall' order by sequence
        """);
}
