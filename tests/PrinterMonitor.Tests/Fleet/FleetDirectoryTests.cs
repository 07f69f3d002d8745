using Microsoft.Extensions.Options;
using Npgsql;
using PrinterMonitor.Tests.Host;
using TicketFlow.PrinterMonitor.Fleet;

namespace PrinterMonitor.Tests.Fleet;

public sealed class FleetDirectoryTests(MonitorHarness monitor) : IClassFixture<MonitorHarness>
{
    [Fact]
    public async Task A_printer_that_moved_is_found_there_although_the_database_went_away_in_the_middle_of_the_news()
    {
        var host = await monitor.StartAsync();
        await monitor.AddPrinterAsync("hall", new NetSnmpAgentAddress("127.0.0.1", 9));
        await Eventually.TrueAsync(
            () => monitor.Database.ScalarAsync<long>("select count(*) from monitor.target where protocol is not null").Result == 1,
            () => "the printer is in the fleet");
        await monitor.StopAsync(host);
        await using var database = NpgsqlDataSource.Create(monitor.Database.ConnectionString);
        var fleet = new FleetDirectory(database, Options.Create(new FleetOptions()));
        (await fleet.RefreshAsync(CancellationToken.None)).ShouldBe(["hall"]);

        await monitor.Database.ExecuteAsync("""
            insert into monitor.moved values ('hall', '127.0.0.1', '127.0.0.2', now());
            alter table monitor.target rename to target_away
            """);
        await Should.ThrowAsync<PostgresException>(() => fleet.RefreshAsync(CancellationToken.None));
        await monitor.Database.ExecuteAsync("alter table monitor.target_away rename to target");

        (await fleet.RefreshAsync(CancellationToken.None)).ShouldBe(["hall"]);
        fleet.Find("hall").ShouldNotBeNull().Health.Host.ShouldBe("127.0.0.2");
    }
}
