using Npgsql;
using Reporting.Tests.Support;
using TicketFlow.Reporting.Organisation;
using TicketFlow.Reporting.Statistics;
using TicketFlow.TicketServer.Resources;

namespace Reporting.Tests.Statistics;

public sealed class AvailabilityTests : IClassFixture<LogFixture>
{
    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly LogFixture _log;

    public AvailabilityTests(LogFixture log) => _log = log;

    [Fact]
    public async Task Faults_count_while_in_service_and_inside_the_period()
    {
        await BulkLog.WriteAsync(_log.Database.ConnectionString,
        [
            At(-48, Stories.Printer("hall", "Bern, hall")),
            At(-1, new ResourceStopped("hall", ["media-jam"], "jam", "monitor")),
            At(1, new ResourceWorks("hall", "monitor")),

            // Repeated while it stands: one fault. Half of it lies in a time out of service.
            At(5, new ResourceStopped("hall", ["media-empty"], "empty", "monitor")),
            At(6, new ResourceStopped("hall", ["media-empty"], "empty", "monitor")),
            At(8, new ResourceDisabled("hall")),
            At(11, new ResourceWorks("hall", "monitor")),
            At(12, new ResourceEnabled("hall")),
            At(20, new ResourceStopped("hall", ["door-open"], "open", "operator")),
            At(30, Stories.Printer("young", null)),
        ]);
        await _log.ProjectAsync();
        await using var source = NpgsqlDataSource.Create(_log.ReportingConnection);

        var day = (await new AvailabilityQuery(source, TimeProvider.System).GetAsync(new(2026, 3, 1), new(2026, 3, 2)))
            .Single(r => r.Resource == "hall");
        day.ShouldBe(new ResourceAvailability(
            "hall", "Bern", Hours(24 - 4), Hours(1 + 3 + 4), Faults: 2, Repaired: 2, RepairMs: Hours(2 + 6), LongestMs: Hours(4),
            "door-open"));
        day.Availability!.Value.ShouldBe(0.6, 1e-9);

        (await new AvailabilityQuery(source, TimeProvider.System).GetAsync(new(2026, 3, 1), new(2026, 3, 3), resources: ["young"]))
            .Single().ShouldSatisfyAllConditions(
                y => y.InServiceMs.ShouldBe(Hours(18)), y => y.Availability.ShouldBe(1), y => y.Cause.ShouldBeNull());
    }

    [Fact]
    public async Task Only_what_has_happened_counts_and_repairs_where_they_ended()
    {
        var begin = Begin.AddDays(40);
        await BulkLog.WriteAsync(_log.Database.ConnectionString,
        [
            Later(0, Stories.Printer("press", null)),
            Later(1, new ResourceStopped("press", ["media-jam"], "jam", "monitor")), Later(2, new ResourceWorks("press", "monitor")),
            Later(3, new ResourceStopped("press", ["media-jam"], "jam", "monitor")), Later(4, new ResourceWorks("press", "monitor")),
            Later(20, new ResourceStopped("press", ["door-open"], "open", "monitor")), Later(30, new ResourceWorks("press", "monitor")),
        ]);
        await _log.ProjectAsync();
        await using var source = NpgsqlDataSource.Create(_log.ReportingConnection);
        var (first, second) = (DateOnly.FromDateTime(begin.UtcDateTime), DateOnly.FromDateTime(begin.AddDays(1).UtcDateTime));

        // Ended on the next day: a fault of this one, a repair of that one, with its whole length.
        (await AskAsync(TimeProvider.System, first, second)).ShouldBe(new ResourceAvailability(
            "press", null, Hours(24), Hours(1 + 1 + 4), Faults: 3, Repaired: 2, RepairMs: Hours(2), LongestMs: Hours(4), "door-open"));
        (await AskAsync(TimeProvider.System, second, second.AddDays(1))).ShouldBe(new ResourceAvailability(
            "press", null, Hours(24), Hours(6), Faults: 0, Repaired: 1, RepairMs: Hours(10), LongestMs: Hours(6), "door-open"));

        // Asked at noon, the rest of the day is neither good nor bad.
        (await AskAsync(new FixedClock(begin.AddHours(12)), first, second)).ShouldBe(new ResourceAvailability(
            "press", null, Hours(12), Hours(2), Faults: 2, Repaired: 2, RepairMs: Hours(2), LongestMs: Hours(1), "media-jam"));

        LoggedEvent Later(int hours, ResourceEvent fact) => new(begin.AddHours(hours), "resource-press", fact);

        async Task<ResourceAvailability> AskAsync(TimeProvider clock, DateOnly from, DateOnly until) =>
            (await new AvailabilityQuery(source, clock).GetAsync(from, until, resources: ["press"])).Single();
    }

    [Fact]
    public async Task A_resource_is_where_it_was_placed_by_then_and_else_where_its_location_says()
    {
        var begin = Begin.AddDays(80);
        await BulkLog.WriteAsync(_log.Database.ConnectionString,
        [
            new(begin, "resource-moved", Stories.Printer("moved", "Bern, hall")),
            new(begin, "resource-still", Stories.Printer("still", "Chur/office")),
            Placed(1, "Basel"), Placed(3, "Genf"), Placed(4, "Zug"), Placed(1, "Thun"),
        ]);
        await _log.ProjectAsync();
        await using var source = NpgsqlDataSource.Create(_log.ReportingConnection);
        var first = DateOnly.FromDateTime(begin.UtcDateTime);

        // From the next day on is not yet; of two for one moment the one recorded later counts.
        (await SitesAsync(1)).ShouldBe(["moved Bern", "still Chur"]);
        (await SitesAsync(2)).ShouldBe(["moved Thun", "still Chur"]);
        (await SitesAsync(4)).ShouldBe(["moved Genf", "still Chur"]);

        LoggedEvent Placed(int day, string at) =>
            new(begin, OrganisationEventTypes.Stream, new ResourcePlaced("moved", at, begin.AddDays(day)));

        async Task<IEnumerable<string>> SitesAsync(int days) => (await new AvailabilityQuery(source, new FixedClock(begin.AddDays(30)))
            .GetAsync(first, first.AddDays(days), resources: ["moved", "still"])).Select(r => $"{r.Resource} {r.Site}");
    }

    private static LoggedEvent At(int hours, ResourceEvent fact) =>
        new(Begin.AddHours(hours), "resource-" + (fact is ResourceRegistered r ? r.Name : "hall"), fact);

    private static long Hours(int hours) => hours * 3_600_000L;
}
