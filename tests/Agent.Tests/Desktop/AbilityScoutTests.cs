using System.Text;
using TicketFlow.Contracts.Agents;
using TicketFlow.Ipp;
using Eventually = TicketFlow.Agent.Tests.Harness.Eventually;

namespace TicketFlow.Agent.Tests.Desktop;

/// <summary>What the desktop's printers offer once the first job has shown how the real ones are driven.</summary>
public sealed class AbilityScoutTests : IAsyncLifetime
{
    private const string Answers = "@PJL INFO ID\r\n\"Hall PJL\"\r\n\f"
        + "@PJL INFO VARIABLES\r\nDUPLEX=OFF [2 ENUMERATED]\r\n\tOFF\r\n\tON\r\n\f@PJL ECHO TICKETFLOW\r\n\f";

    private readonly List<string> _heard = [];
    private readonly DesktopWorld _world = new() { Printers = ["office", "hall"] };
    private LoopbackServer _pjl = null!;
    private volatile string _state = "busy";

    public async Task InitializeAsync()
    {
        _pjl = new LoopbackServer(async (socket, token) =>
        {
            var (text, buffer) = ("", new byte[8192]);
            while (await socket.ReceiveAsync(buffer, token) is > 0 and var read)
            {
                text += Encoding.Latin1.GetString(buffer, 0, read);
                if (text.EndsWith("@PJL ECHO TICKETFLOW\r\n\u001b%-12345X", StringComparison.Ordinal))
                {
                    await socket.SendAsync(Encoding.ASCII.GetBytes(Answers), token);
                }
            }

            lock (_heard)
            {
                _heard.Add(text);
            }
        });
        _world.Entry = name => new PrinterEntry(name, _state, 0, 0);
        _world.Route = name => name == "hall" ? ($"127.0.0.1:{_pjl.Port}?pjl", "raw") : (_world.Inner.Printer.Address, "raw");

        // No CUPS: the agent notes that the printers are wanted all the same.
        _world.Configure = options => (options.CupsServer, options.TellPrinters) = ("127.0.0.1:1", false);
        await _world.InitializeAsync();
        _world.Inner.Options.Transfers.Raw.PjlAnswerWait = TimeSpan.FromMilliseconds(50);
        await _world.DesktopAsync(HttpMethod.Post);
    }

    public async Task DisposeAsync()
    {
        await _world.DisposeAsync();
        await _pjl.DisposeAsync();
    }

    [Fact]
    public async Task A_printer_that_is_only_given_bytes_offers_no_sides_that_nobody_would_print()
    {
        await PrintAsync("office");
        await Eventually.True(async () => (await SidesAsync("office")) is ["one-sided"], "only what is true is offered");
        (await AskAsync("office")).Find("copies-supported")!.Values.ShouldBe([new IppRange(1, 999)]);
    }

    [Fact]
    public async Task A_printer_of_PJL_is_asked_when_nobody_prints_there()
    {
        await PrintAsync("hall");
        await Eventually.True(() => _world.Jobs().Any(entry => entry.State is { Printer: "hall", IsEnded: true }), "the job is done");
        Questions().ShouldBe(0, "the server says that somebody prints there");

        _state = "idle";
        await PrintAsync("hall");
        await Eventually.True(
            async () => (await AskAsync("hall")).Text("printer-make-and-model") == "Hall PJL", "the printer's own word is offered");
        (await SidesAsync("hall")).Count.ShouldBe(3);
        Questions().ShouldBe(1);

        int Questions()
        {
            lock (_heard)
            {
                return _heard.Count(text => text.Contains("@PJL INFO", StringComparison.Ordinal));
            }
        }
    }

    private async Task PrintAsync(string printer) => (await _world.AskAsync(
        IppOperation.PrintJob, [IppAttribute.NameOf("job-name", "letter")], null, "%!PS a document"u8.ToArray(), printer))
        .IsSuccess.ShouldBeTrue();

    private async Task<IppGroup> AskAsync(string printer) =>
        (await _world.AskAsync(IppOperation.GetPrinterAttributes, printer: printer)).Group(IppTag.PrinterGroup)!;

    private async Task<IReadOnlyList<string>> SidesAsync(string printer) =>
        [.. (await AskAsync(printer)).Find("sides-supported")!.Strings()];
}
