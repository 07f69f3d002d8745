using Npgsql;
using Reporting.Tests.Support;
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

        var day = (await new AvailabilityQuery(source, TimeProvider.System).GetAsync(new(2026, 3, 1), new(2026, 3, 2))).Single();
        day.ShouldBe(new ResourceAvailability(
            "hall", "Bern", Hours(24 - 4), Hours(1 + 3 + 4), Faults: 2, Repaired: 2, RepairMs: Hours(2 + 6), LongestMs: Hours(4),
            "door-open"));
        day.Availability!.Value.ShouldBe(0.6, 1e-9);

        (await new AvailabilityQuery(source, TimeProvider.System).GetAsync(new(2026, 3, 1), new(2026, 3, 3), resources: ["young"]))
            .Single().ShouldSatisfyAllConditions(
                y => y.InServiceMs.ShouldBe(Hours(18)), y => y.Availability.ShouldBe(1), y => y.Cause.ShouldBeNull());
    }

    private static LoggedEvent At(int hours, ResourceEvent fact) =>
        new(Begin.AddHours(hours), "resource-" + (fact is ResourceRegistered r ? r.Name : "hall"), fact);

    private static long Hours(int hours) => hours * 3_600_000L;
}
