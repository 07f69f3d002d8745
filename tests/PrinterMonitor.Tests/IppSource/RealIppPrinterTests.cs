using System.Net;
using System.Net.Sockets;
using TicketFlow.PrinterMonitor.Fleet;
using TicketFlow.PrinterMonitor.Health;
using TicketFlow.PrinterMonitor.IppSource;
using TicketFlow.PrinterMonitor.Polling;
using TicketFlow.Testing.Printers;

namespace PrinterMonitor.Tests.IppSource;

/// <summary>Health from a real IPP printer, in the clear and over TLS.</summary>
public sealed class RealIppPrinterTests
{
    [Fact]
    public async Task A_printer_tells_its_troubles_and_their_end_and_its_silence_is_silence()
    {
        await using var eve = await EvePrinter.StartAsync(EvePrinter.Obedient);
        using var source = new IppHealthSource();
        var probe = source.Open(Target($"ipp://localhost:{eve.Port}/ipp/print", eve.Port));
        var first = (await probe.AskAsync(ProbeEffort.Patient, default)).Health.ShouldNotBeNull();
        first.Status.ShouldBe(HealthStatus.Ready);
        first.Supplies.Select(s => $"{s.Name} {s.Percent} {s.IsReceptacle}").ShouldBe(["Toner Waste Tank 25 True", "Black Toner 75 False"]);
        first.Trays.Single(t => t.Name == "main").Level.ShouldBe(100);

        await eve.SayAsync("STATE: +media-jam,cover-open");
        await Eventually.TrueAsync(
            async () => await CausesAsync(probe) == "DoorOpen PaperJam", () => "both troubles");
        await eve.SayAsync("STATE: -media-jam,cover-open");
        await Eventually.TrueAsync(async () => await CausesAsync(probe) == "", () => "no trouble");

        var secure = source.Open(Target($"ipps://localhost:{eve.Port}/ipp/print", eve.Port));

        // The printer makes its certificate at the first handshake.
        await Eventually.TrueAsync(
            async () => (await secure.AskAsync(ProbeEffort.Patient, default)).Health is not null, () => "it answers over TLS");

        await eve.SignalAsync("STOP");
        (await probe.AskAsync(ProbeEffort.Quick, default)).ShouldBe(ProbeAnswer.Silent);
        await eve.SignalAsync("CONT");
        await Eventually.TrueAsync(async () => await CausesAsync(probe) == "", () => "it answers again");
    }

    [Fact]
    public async Task Nobody_there_is_silence_and_something_else_there_is_none()
    {
        using var source = new IppHealthSource();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var asking = source.Open(Target("192.0.2.7:9100", port)).AskAsync(ProbeEffort.Patient, default);
        using (var client = await other.AcceptTcpClientAsync())
        {
            await client.GetStream().WriteAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
            var answer = await asking;
            (answer.IsSilent, answer.Health).ShouldBe((false, null));
            answer.Problem!.ShouldContain("404");
        }

        other.Stop();
        (await source.Open(Target("192.0.2.7:9100", port)).AskAsync(ProbeEffort.Patient, default)).ShouldBe(ProbeAnswer.Silent);
    }

    private static async Task<string?> CausesAsync(IHealthProbe probe) =>
        (await probe.AskAsync(ProbeEffort.Patient, default)).Health is { } health ? string.Join(' ', health.Causes) : null;

    private static FleetTarget Target(string address, int port) =>
        new("eve", "printer", address, "raw", null, new HealthAddress(Protocols.Ipp, "localhost", port));
}
