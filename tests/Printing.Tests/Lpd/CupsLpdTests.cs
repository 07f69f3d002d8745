using TicketFlow.Printing.Lpd;
using TicketFlow.Printing.Tests.Conformance;
using TicketFlow.Testing.Cups;

namespace TicketFlow.Printing.Tests.Lpd;

/// <summary>Against a real line printer daemon, CUPS' own, which hands everything on to a raw printer.</summary>
public sealed class CupsLpdTests
{
    [Fact]
    public async Task A_document_arrives_as_it_is_and_a_queue_that_is_not_there_refuses()
    {
        await using var printer = new RawPeer(new PeerBehaviour());
        await using var cups = await PrivateCups.StartAsync();
        (await cups.RunAsync(
            "lpadmin", "-p", "hall", "-E", "-v", $"socket://{printer.Address}/?waiteof=false&snmp=false", "-m", "raw",
            "-o", "printer-is-shared=true")).ExitCode.ShouldBe(0);
        await using var daemon = new CupsLpd(cups);
        var lpd = new LpdTransfer(new LpdOptions { ConnectTries = 1 }, TimeProvider.System);

        var result = await TransferConformanceTests.SendAsync(
            lpd, TransferConformanceTests.Job($"lpd://127.0.0.1:{daemon.Port}/hall", 500_000));
        (result.Fault, result.BytesSent).ShouldBe((null, 500_000), result.Text);
        await Eventually.TrueAsync(() => printer.Documents.Count == 1, "the document comes through CUPS");
        printer.Documents.ShouldHaveSingleItem().ShouldBe(MadeDocument.ReceivedWhole(500_000));

        result = await TransferConformanceTests.SendAsync(
            lpd, TransferConformanceTests.Job($"lpd://127.0.0.1:{daemon.Port}/nowhere", 1000));
        (result.Fault, result.AnyByteLeft).ShouldBe((TransferFault.Rejected, false), result.Text);
    }
}
