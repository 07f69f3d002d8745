using System.Net.Sockets;
using System.Text;
using TicketFlow.Ipp;
using TicketFlow.Printing.Lpd;
using TicketFlow.Printing.Raw;
using TicketFlow.Printing.Tests.Conformance;

namespace TicketFlow.Printing.Tests.Raw;

/// <summary>What raw printers are asked, and what is made of their answers.</summary>
public sealed class PjlQuestionTests
{
    private const string Id = "@PJL INFO ID\r\n\"HP LaserJet 4250\"\r\n\f";
    private const string Echo = "@PJL ECHO TICKETFLOW\r\n\f";

    private const string Variables = """
        @PJL INFO VARIABLES
        COPIES=1 [2 RANGE]
            1
            32000
        PAPER=A4 [4 ENUMERATED]
            LETTER
            A4
            A5
            CUSTOM
        DUPLEX=ON [2 ENUMERATED]
            OFF
            ON
        BINDING=SHORTEDGE [2 ENUMERATED]
            LONGEDGE
            SHORTEDGE
        RENDERMODE=COLOR [2 ENUMERATED]
            COLOR
            GRAYSCALE

        """;

    private readonly RawTcpOptions _options = new() { ConnectTries = 1, PjlAskWait = TimeSpan.FromMinutes(1) };

    [Fact]
    public async Task What_the_printer_says_is_understood()
    {
        await using var printer = Answering(Id + Variables + "\f" + Echo);
        var told = (await AskAsync(printer)).Answer!.Group(IppTag.PrinterGroup)!;
        told.Text("printer-make-and-model").ShouldBe("HP LaserJet 4250");
        told.Find("sides-supported")!.Strings().ShouldBe(["one-sided", "two-sided-long-edge", "two-sided-short-edge"]);
        told.Text("sides-default").ShouldBe("two-sided-short-edge");
        told.Find("print-color-mode-supported")!.Strings().ShouldBe(["auto", "color", "monochrome"]);
        told.Find("media-supported")!.Strings().ShouldBe(
            ["na_letter_8.5x11in", "iso_a4_210x297mm", "iso_a5_148x210mm"], ignoreOrder: true);
        told.Text("media-default").ShouldBe("iso_a4_210x297mm");
        told.Find("copies-supported")!.Values.ShouldBe([new IppRange(1, 999)]);
    }

    [Fact]
    public async Task What_it_does_not_name_is_not_offered()
    {
        await using var printer = Answering(Id + "@PJL INFO VARIABLES\r\nCOPIES=1 [2 RANGE]\r\n\t1\r\n\t99\r\n\f" + Echo);
        var told = (await AskAsync(printer)).Answer!.Group(IppTag.PrinterGroup)!;
        told.Find("sides-supported")!.Strings().ShouldBe(["one-sided"]);
        told.Find("print-color-mode-supported")!.Strings().ShouldBe(["auto"]);
        told.Find("media-supported").ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("Sorry, 550 not here\r\n")]
    [InlineData("@PJL INFO VARIABLES\r\nDUPLEX=ON [2 ENUMERATED]\r\n\tOFF\r\n")]
    [InlineData("@PJL INFO ID\r\n\f@PJL INFO VARIABLES\r\n\f@PJL ECHO TICKETFLOW\r\n\f")]
    public async Task Half_an_answer_or_another_one_is_none(string said)
    {
        await using var printer = Answering(said, closes: true);
        (await AskAsync(printer)).Answer.ShouldBeNull();
    }

    [Fact]
    public async Task A_printer_that_is_silent_has_not_told()
    {
        _options.PjlAskWait = TimeSpan.FromMilliseconds(50);
        await using var printer = Answering("");
        (await AskAsync(printer)).ShouldSatisfyAllConditions(
            told => told.Answer.ShouldBeNull(), told => told.Reason.ShouldNotBeNullOrEmpty());
    }

    [Theory]
    [InlineData('x')]
    [InlineData('\f')]
    public async Task A_printer_that_never_stops_talking_is_left(char letter)
    {
        await using var printer = new FakePrinter(async (socket, token) =>
        {
            var piece = Encoding.ASCII.GetBytes(new string(letter, 8192));
            while (true)
            {
                await socket.SendAsync(piece, token);
            }
        });
        (await AskAsync(printer)).Answer.ShouldBeNull();
    }

    [Fact]
    public async Task A_document_that_comes_meanwhile_goes_first_and_is_whole()
    {
        var (asked, document) = (new TaskCompletionSource(), default(byte[]));
        await using var printer = new FakePrinter(async (socket, token) =>
        {
            if (!asked.Task.IsCompleted)
            {
                await ReadQuestionAsync(socket, token);
                asked.SetResult();
                await FakePrinter.ReadAllAsync(socket, token);
                return;
            }

            document = await FakePrinter.ReadAllAsync(socket, token);
        });
        _options.PjlAnswerWait = TimeSpan.FromMilliseconds(50);
        var raw = new RawTcpTransfer(_options, TimeProvider.System);
        var question = raw.AskAsync(printer.Address + "?pjl", CancellationToken.None);
        await asked.Task;

        var result = await TransferConformanceTests.SendAsync(raw, TransferConformanceTests.Job(printer.Address + "?pjl", 5000));

        result.Fault.ShouldBeNull(result.Text);
        (await question).Answer.ShouldBeNull();
        Encoding.ASCII.GetString(document!).ShouldNotContain("INFO ID");
        document!.Length.ShouldBeGreaterThan(5000);
    }

    [Fact]
    public async Task While_a_document_goes_there_nothing_is_asked()
    {
        var (arrived, go, connections) = (new TaskCompletionSource(), new TaskCompletionSource(), 0);
        await using var printer = new FakePrinter(async (socket, token) =>
        {
            connections++;
            arrived.TrySetResult();
            await go.Task.WaitAsync(token);
            await FakePrinter.ReadAllAsync(socket, token);
        });
        _options.PjlAnswerWait = TimeSpan.FromMilliseconds(50);
        var raw = new RawTcpTransfer(_options, TimeProvider.System);
        var sending = TransferConformanceTests.SendAsync(raw, TransferConformanceTests.Job(printer.Address + "?pjl", 5000));
        await arrived.Task;

        (await raw.AskAsync(printer.Address + "?pjl", CancellationToken.None)).Reason.ShouldBe("a document goes there now.");

        go.SetResult();
        (await sending).Fault.ShouldBeNull();
        connections.ShouldBe(1);
    }

    [Fact]
    public async Task A_printer_that_is_only_given_bytes_is_asked_nothing_and_offers_no_sides()
    {
        ITellsAbilities[] plain =
            [new RawTcpTransfer(_options, TimeProvider.System), new LpdTransfer(new LpdOptions(), TimeProvider.System)];
        foreach (var mechanism in plain)
        {
            var told = (await mechanism.AskAsync("127.0.0.1:9", CancellationToken.None)).Answer!.Group(IppTag.PrinterGroup)!;
            told.Find("sides-supported")!.Strings().ShouldBe(["one-sided"]);
            told.Find("print-color-mode-supported")!.Strings().ShouldBe(["auto"]);
            told.Find("urf-supported")!.Strings().ShouldNotContain("DM1");
            mechanism.IsInTheWay("127.0.0.1:9").ShouldBeFalse();
        }
    }

    private static FakePrinter Answering(string words, bool closes = false) => new(async (socket, token) =>
    {
        await ReadQuestionAsync(socket, token);
        await socket.SendAsync(Encoding.ASCII.GetBytes(words), token);
        if (!closes)
        {
            await FakePrinter.ReadAllAsync(socket, token);
        }
    });

    private static async Task ReadQuestionAsync(Socket socket, CancellationToken token)
    {
        var (text, buffer) = ("", new byte[4096]);
        while (!text.Contains("@PJL ECHO", StringComparison.Ordinal))
        {
            text += Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, token));
        }
    }

    private Task<AbilitiesTold> AskAsync(FakePrinter printer) =>
        new RawTcpTransfer(_options, TimeProvider.System).AskAsync(printer.Address + "?pjl", CancellationToken.None);
}
