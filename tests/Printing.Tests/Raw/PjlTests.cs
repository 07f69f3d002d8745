using System.Text;
using TicketFlow.Printing.Raw;
using TicketFlow.Printing.Tests.Conformance;

namespace TicketFlow.Printing.Tests.Raw;

/// <summary>PJL around a document, towards printers that answer and such that do not.</summary>
public sealed class PjlTests
{
    private const string Name = "k5q2mzr7xw3hb6ta Invoice 42";

    private readonly RawTcpOptions _options = new() { ConnectTries = 1, CloseWait = TimeSpan.FromSeconds(30) };

    [Fact]
    public async Task The_printers_word_that_the_job_is_done_makes_the_better_grade()
    {
        var received = "";
        await using var printer = new FakePrinter(async (socket, token) =>
        {
            received = await ReadUntilAsync(socket, "@PJL EOJ", token);
            await socket.SendAsync(Answer("ECHO k5q2mzr7xw3hb6ta"), token);
            await socket.SendAsync(Answer("USTATUS DEVICE\r\nCODE=10001\r\nDISPLAY=\"Ready\"\r\nONLINE=TRUE"), token);
            await socket.SendAsync(Answer("USTATUS JOB\r\nEND\r\nNAME=\"somebody else's\"\r\nPAGES=9"), token);
            await socket.SendAsync(Answer($"USTATUS JOB\r\nEND\r\nNAME=\"{Name}\"\r\nPAGES=3"), token);
            await FakePrinter.ReadAllAsync(socket, token);
        });

        var result = await SendAsync(printer, "%!PS the document");

        (result.Fault, result.Grade).ShouldBe((null, TransferGrade.Reported));
        result.BytesSent.ShouldBe("%!PS the document".Length);
        received.ShouldStartWith("\u001b%-12345X@PJL");
        received.ShouldContain($"@PJL JOB NAME = \"{Name}\" DISPLAY = \"ana\"");
        received.ShouldContain("%!PS the document\u001b%-12345X@PJL EOJ");
    }

    [Fact]
    public void What_was_chosen_beside_the_document_stands_before_it()
    {
        var told = new PrintInstructions
        {
            Copies = 3,
            Sides = "two-sided-short-edge",
            Media = "iso_a5_148x210mm",
            ColorMode = "monochrome",
        };

        Opening(told).ShouldContain(
            "@PJL SET COPIES = 3\r\n@PJL SET DUPLEX = ON\r\n@PJL SET BINDING = SHORTEDGE\r\n@PJL SET PAPER = A5\r\n"
            + "@PJL SET RENDERMODE = GRAYSCALE\r\n");
        Opening(new PrintInstructions { Sides = "one-sided", Media = "custom_x_1x1mm\r\n@PJL RESET" }).ShouldContain(
            "@PJL SET DUPLEX = OFF\r\n@PJL USTATUS");
        Opening(PrintInstructions.None).ShouldNotContain("@PJL SET");

        static string Opening(PrintInstructions told) =>
            Encoding.ASCII.GetString(new PjlConversation(JobLabel.Unnamed, told).Opening());
    }

    [Fact]
    public async Task A_job_cancelled_at_the_panel_is_not_done()
    {
        await using var printer = new FakePrinter(async (socket, token) =>
        {
            await ReadUntilAsync(socket, "@PJL EOJ", token);
            await socket.SendAsync(Answer($"USTATUS JOB\r\nCANCELED\r\nNAME=\"{Name}\"\r\nPAGES=1"), token);
            await FakePrinter.ReadAllAsync(socket, token);
        });

        (await SendAsync(printer, "document")).Fault.ShouldBe(TransferFault.Aborted);
    }

    [Fact]
    public async Task A_printer_that_answers_nothing_has_accepted_the_document()
    {
        _options.PjlAnswerWait = TimeSpan.FromMilliseconds(50);
        await using var printer = new FakePrinter((socket, token) => FakePrinter.ReadAllAsync(socket, token));

        var result = await SendAsync(printer, "document");

        (result.Fault, result.Grade).ShouldBe((null, TransferGrade.Accepted));
    }

    [Fact]
    public async Task A_printer_that_answers_but_never_says_the_end_has_accepted_the_document()
    {
        _options.PjlEndWait = TimeSpan.FromMilliseconds(50);
        await using var printer = new FakePrinter(async (socket, token) =>
        {
            await socket.SendAsync(Answer("ECHO k5q2mzr7xw3hb6ta"), token);
            await FakePrinter.ReadAllAsync(socket, token);
        });

        var result = await SendAsync(printer, "document");

        (result.Fault, result.Grade).ShouldBe((null, TransferGrade.Accepted));
    }

    [Fact]
    public void A_printer_that_never_stops_talking_costs_no_memory_and_is_understood_afterwards()
    {
        var conversation = new PjlConversation(new JobLabel("k5q2mzr7xw3hb6ta", "Invoice 42", "ana", "desk-1"), PrintInstructions.None);
        for (var i = 0; i < 1000; i++)
        {
            conversation.Hear(new byte[10_000]);
        }

        conversation.Hear("\f"u8);
        conversation.Hear(Answer($"USTATUS JOB\r\nEND\r\nNAME=\"{Name}\"\r\nPAGES=3"));

        conversation.Ended.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public void A_title_cannot_become_a_command()
    {
        var label = new JobLabel("k", "a\"\r\n@PJL DEFAULT LPARM:PCL COPIES=99", "u\u001bx", "h");

        var opening = Encoding.ASCII.GetString(new PjlConversation(label, PrintInstructions.None).Opening());

        opening.Split("\r\n").ShouldNotContain(line => line.StartsWith("@PJL DEFAULT", StringComparison.Ordinal));
        opening.Count(c => c == '"').ShouldBe(4);
    }

    private static byte[] Answer(string text) => Encoding.ASCII.GetBytes($"@PJL {text}\r\n\f");

    private static async Task<string> ReadUntilAsync(System.Net.Sockets.Socket socket, string mark, CancellationToken token)
    {
        var text = "";
        var buffer = new byte[4096];
        while (!text.Contains(mark, StringComparison.Ordinal))
        {
            text += Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, token));
        }

        return text;
    }

    private Task<TransferResult> SendAsync(FakePrinter printer, string document) => TransferConformanceTests.SendAsync(
        new RawTcpTransfer(_options, TimeProvider.System),
        TransferConformanceTests.Job(printer.Address + "?pjl", document.Length) with
        {
            Document = new MemoryStream(Encoding.ASCII.GetBytes(document)),
        });
}
