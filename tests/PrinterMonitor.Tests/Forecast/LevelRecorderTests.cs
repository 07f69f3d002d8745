using Microsoft.Extensions.Logging.Abstractions;
using TicketFlow.PrinterMonitor.Fleet;
using TicketFlow.PrinterMonitor.Forecast;
using TicketFlow.PrinterMonitor.Health;
using TicketFlow.Testing.Postgres;

namespace PrinterMonitor.Tests.Forecast;

/// <summary>Levels on their way into a real database and back.</summary>
public sealed class LevelRecorderTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Only_changes_are_kept_also_over_a_restart()
    {
        await using var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await database.ExecuteAsync("create schema monitor");
        await using (var script = typeof(LevelHistory)
            .Assembly.GetManifestResourceStream("TicketFlow.PrinterMonitor.Forecast.ForecastSchema.sql")!)
        {
            await database.ExecuteAsync(await new StreamReader(script).ReadToEndAsync());
        }

        await using var source = Npgsql.NpgsqlDataSource.Create(database.ConnectionString);
        var history = new LevelHistory(source);
        using var first = NewRecorder(history);
        foreach (var (hour, toner, paper) in new[] { (0, 80, 250), (1, 80, 249), (2, 79, 240), (3, 79, 200) })
        {
            first.Observe(Target, Health(toner, paper), Start.AddHours(hour));
            await first.FlushAsync(default);
        }

        using var second = NewRecorder(history);
        second.Observe(Target, Health(79, 190), Start.AddHours(4));
        second.Observe(Target, Health(78, 190) with { IsStale = true }, Start.AddHours(5));
        second.Observe(Target, Health(null, null), Start.AddHours(6));
        await second.FlushAsync(default);

        var parts = new List<string>();
        await foreach (var (resource, part, name, samples) in history.ReadAsync([Target.Resource], Start.AddDays(-1), default))
        {
            parts.Add($"{resource} {part} {name}: " + string.Join(' ', samples.Select(s => $"{(s.At - Start).TotalHours}h={s.Percent}")));
        }

        parts.ShouldBe(["hall-2 supply:1.1 Black Toner: 0h=80 2h=79", "hall-2 tray:1.2 Tray 1: 0h=100 3h=80"]);
        await history.SweepAsync(Start.AddHours(3), default);
        (await database.ScalarAsync<long>("select count(*) from monitor.level_sample")).ShouldBe(1);
    }

    private static FleetTarget Target { get; } =
        new("hall-2", "printer", "192.0.2.7:9100", "raw", null, new HealthAddress("snmp", "192.0.2.7", 161));

    private static LevelRecorder NewRecorder(LevelHistory history) => new(history, TimeProvider.System, NullLogger<LevelRecorder>.Instance);

    private static PrinterHealth Health(int? toner, int? paper) => new()
    {
        Supplies =
        [
            new SupplyHealth("1.1", "Black Toner", "black", 3, false, 19, toner, 100, LevelKind.Percentage, toner),
            new SupplyHealth("1.2", "Waste", null, 4, true, 19, 50, 100, LevelKind.Percentage, 50),
        ],
        Trays = [new TrayHealth("1.2", "Tray 1", paper ?? -3, 250, LevelKind.Percentage, true, 0)],
    };
}
