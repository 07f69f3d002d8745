using PrinterMonitor.Tests.Snmp;
using TicketFlow.PrinterMonitor.Health;
using TicketFlow.PrinterMonitor.Snmp;

namespace PrinterMonitor.Tests.Health;

/// <summary>Invented printers served by a real agent.</summary>
public sealed class PrinterReaderTests : IAsyncLifetime
{
    private static readonly UsmCredentials User =
        new("reader", AuthProtocol.Sha256, "password-of-reader", PrivProtocol.Aes128, "privacy-of-reader");

    private readonly SnmpManager _manager = new(TimeProvider.System);
    private readonly PrinterReader _reader;

    public PrinterReaderTests() => _reader = new PrinterReader(_manager, QuirkTable.Embedded);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _manager.DisposeAsync();

    [Theory]
    [InlineData("v1")]
    [InlineData("v2c")]
    [InlineData("v3")]
    public async Task Discovery_and_poll_give_the_health_of_the_objects_themselves(string version)
    {
        DeviceData[] devices = [InventedPrinters.MonoLaser, InventedPrinters.ColourLaserLowOnCyan, InventedPrinters.InkWithFullWasteBox];
        foreach (var device in devices)
        {
            await using var agent = await Serve(device);
            var target = Target(agent, version);
            var found = await _reader.DiscoverAsync(target, default);
            found.Failure.ShouldBe(SnmpFailure.None);
            Look(HealthMapping.Map(found.Profile!, found.Reading!, QuirkTable.Embedded)).ShouldBe(Look(device.Health()));
            var polled = await _reader.PollAsync(target, found.Profile!, default);
            Look(HealthMapping.Map(found.Profile!, polled.Reading!, QuirkTable.Embedded)).ShouldBe(Look(device.Health()));
        }
    }

    [Fact]
    public async Task A_poll_is_one_packet()
    {
        foreach (var device in new[] { InventedPrinters.MonoLaser, InventedPrinters.ColourLaserLowOnCyan, InventedPrinters.LabelPrinter })
        {
            await using var agent = await Serve(device);
            var target = Target(agent, "v2c");
            var profile = (await _reader.DiscoverAsync(target, default)).Profile!;
            var sent = _manager.Counters.Sent;
            (await _reader.PollAsync(target, profile, default)).Failure.ShouldBe(SnmpFailure.None);
            (_manager.Counters.Sent - sent).ShouldBe(1, profile.Identity.Model);
        }
    }

    [Fact]
    public async Task A_fault_and_its_first_alert_show_in_the_next_poll_and_clear_in_the_one_after()
    {
        var device = InventedPrinters.MonoLaser;
        await using var agent = await Serve(device);
        var target = Target(agent, "v3");
        var profile = (await _reader.DiscoverAsync(target, default)).Profile!;
        var jammed = device.With(
            "M.25.3.2.1.5.1|2|5", "M.25.3.5.1.1.1|2|1", "M.25.3.5.1.2.1|4x|04", "M.43.18.1.1.2.1.23|2|3", "M.43.18.1.1.4.1.23|2|13",
            "M.43.18.1.1.7.1.23|2|8", "M.43.18.1.1.8.1.23|4|Jam in tray 1");
        await agent.RestartAsync(_manager, Lines(jammed));
        var health = await Poll(target, profile);
        (health.Status, health.Causes.Single()).ShouldBe((HealthStatus.Offline, HealthCause.PaperJam));
        health.Alerts.Single().Description.ShouldBe("Jam in tray 1");

        await agent.StopAsync();
        var silence = await _reader.PollAsync(target with { Timing = ScriptedDevice.Quick }, profile, default);
        silence.Failure.ShouldBe(SnmpFailure.Timeout);
        silence.Reading.ShouldBeNull();

        await agent.RestartAsync(_manager, Lines(device));
        (await Poll(target, profile)).Status.ShouldBe(HealthStatus.Ready);
    }

    private async Task<PrinterHealth> Poll(SnmpTarget target, DeviceProfile profile)
    {
        var outcome = await _reader.PollAsync(target, profile, default);
        outcome.Failure.ShouldBe(SnmpFailure.None);
        return HealthMapping.Map(profile, outcome.Reading!, QuirkTable.Embedded);
    }

    private Task<NetSnmpAgent> Serve(DeviceData device) => NetSnmpAgent.StartAsync(_manager, Lines(device));

    private static string[] Lines(DeviceData device) =>
        ["createUser reader SHA-256 password-of-reader AES privacy-of-reader", "rouser reader priv", .. device.AsOverrides()];

    private static SnmpTarget Target(NetSnmpAgent agent, string version) => new(agent.Address, version switch
    {
        "v1" => new CommunityCredentials(SnmpVersion.V1, "public"),
        "v2c" => new CommunityCredentials(SnmpVersion.V2c, "public"),
        _ => User,
    });

    private static string Look(PrinterHealth health) => string.Join('\n',
    [
        $"{health.Status} {health.Activity} {string.Join(',', health.Causes)} {health.PageCount} {health.DisplayText}",
        .. health.Supplies.Select(supply => supply.ToString()),
        .. health.Trays.Select(tray => tray.ToString()),
        .. health.Alerts.Select(alert => alert.ToString()),
    ]);
}
