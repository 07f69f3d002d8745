using TicketFlow.Agent.Desktop.Cups;
using TicketFlow.Contracts.Agents;
using TicketFlow.Testing.Cups;

namespace TicketFlow.Agent.Tests.Desktop;

/// <summary>What the agent tells of the computer's other queues.</summary>
public sealed class PrinterWitnessTests
{
    [Fact]
    public void Printers_in_the_network_are_told_of_without_secrets_and_those_at_the_computer_are_not()
    {
        var queues = CupsDevices.Read("""
            device for Hall_2: socket://192.0.2.7:9100
            device for twin: socket://192.0.2.7:9100
            device for attic: ipps://ana:secret@printer.example.org/ipp/print?waitjob=false
            device for lines: lpd://192.0.2.8/queue
            device for office: ipp://127.0.0.1:41000/ipp/print/office
            device for usb: usb://Eve/One?serial=1
            device for found: dnssd://Eve%20One._ipp._tcp.local/?uuid=1
            device for file: file:///dev/null
            scheduler is not running
            """);
        PrinterWitness.Seen(queues).ShouldBe(
        [
            new SeenPrinter("socket://192.0.2.7:9100/", "Hall_2"), new SeenPrinter("ipps://printer.example.org/ipp/print", "attic"),
            new SeenPrinter("lpd://192.0.2.8/queue", "lines"),
        ]);
        PrinterWitness.Seen(Enumerable.Range(1, 200).ToDictionary(n => $"q{n}", n => $"socket://192.0.2.{n}:9100")).Count.ShouldBe(50);
    }

    [Fact]
    public async Task An_agent_tells_of_them_at_its_start_unless_it_may_not()
    {
        await using var cups = await PrivateCups.StartAsync();
        (await cups.RunAsync("lpadmin", "-p", "Hall_2", "-E", "-v", "socket://192.0.2.7:9100", "-m", "raw")).ExitCode.ShouldBe(0);
        var desktop = new DesktopWorld { Configure = options => options.CupsServer = cups.Server };
        await desktop.InitializeAsync();
        try
        {
            var told = await desktop.Inner.Server.HearAsync(MessageTypes.SeenPrinters);
            told.Body.GetProperty("v")[0].GetProperty("u").GetString().ShouldBe("socket://192.0.2.7:9100/");
            desktop.Inner.Options.Desktop.TellPrinters = false;
            await desktop.RestartAsync();
            await desktop.Inner.Server.HearAsync(MessageTypes.Hello, times: 2);
            desktop.Inner.Server.Of(MessageTypes.SeenPrinters).ShouldHaveSingleItem();
        }
        finally
        {
            await desktop.DisposeAsync();
        }
    }
}
