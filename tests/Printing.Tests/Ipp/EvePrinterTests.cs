using TicketFlow.Printing.Ipp;
using TicketFlow.Printing.Tests.Conformance;
using TicketFlow.Testing.Printers;

namespace TicketFlow.Printing.Tests.Ipp;

/// <summary>Against CUPS' own IPP Everywhere printer: one that prints at once, one that is slow and busy, one that jams.</summary>
public sealed class EvePrinterTests
{
    private readonly IppTransferOptions _options = new()
    {
        ConnectTries = 1,
        BusyWait = TimeSpan.FromMilliseconds(100),
        BusyLimit = TimeSpan.FromSeconds(45),
        WatchInterval = TimeSpan.FromMilliseconds(20),
    };

    [Fact]
    public async Task A_document_arrives_as_it_is_and_the_printer_says_that_it_is_done()
    {
        await using var printer = await EvePrinter.StartAsync();
        var document = Document(300_000);

        var result = await SendAsync(printer, document);

        (result.Fault, result.Grade).ShouldBe((null, TransferGrade.Reported), result.Text);
        printer.Documents.ShouldHaveSingleItem().ShouldBe(document);
    }

    [Fact]
    public async Task Jobs_for_a_printer_that_takes_one_at_a_time_all_get_their_turn()
    {
        await using var printer = await EvePrinter.StartAsync("sleep 0.3");
        var documents = Enumerable.Range(1, 4).Select(n => Document(n * 10_000)).ToList();

        var results = await Task.WhenAll(documents.Select(document => SendAsync(printer, document)));

        results.ShouldAllBe(result => result.Fault == null && result.Grade == TransferGrade.Reported);
        printer.Documents.Select(d => d.Length).Order().ShouldBe(documents.Select(d => d.Length));
    }

    [Fact]
    public async Task A_jam_is_the_printers_end_of_the_job_and_said_so()
    {
        await using var printer = await EvePrinter.StartAsync("echo 'STATE: +media-jam' >&2; echo 'ERROR: paper is stuck' >&2; exit 1");

        var result = await SendAsync(printer, Document(10_000));

        (result.Fault, result.AnyByteLeft).ShouldBe((TransferFault.Aborted, true));
        result.Text!.ShouldContain("Aborted");
        result.Text!.ShouldContain("paper is stuck");
    }

    [Fact]
    public async Task A_document_that_the_printer_looks_into_and_does_not_want_is_refused_at_once_and_leaves_no_job_there()
    {
        await using var printer = await EvePrinter.StartAsync();
        var noise = new byte[100_000];
        new Random(7).NextBytes(noise);

        var result = await SendAsync(printer, noise);

        result.Fault.ShouldBe(TransferFault.Rejected, result.Text);
        printer.Log.ShouldContain("Cancel-Job");
        (await SendAsync(printer, Document(1000))).Fault.ShouldBeNull();
    }

    [Fact]
    public async Task A_cancel_in_mid_print_reaches_the_printer()
    {
        await using var printer = await EvePrinter.StartAsync("sleep 60");
        using var cancel = new CancellationTokenSource();

        var sending = SendAsync(printer, Document(10_000), cancel.Token);
        await Eventually.TrueAsync(() => printer.Documents.Count == 1, "the printer has the document");
        await cancel.CancelAsync();

        (await sending).Fault.ShouldBe(TransferFault.Cancelled);
        printer.Log.ShouldContain("Cancel-Job");
    }

    private static byte[] Document(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        "%PDF-1.7\n"u8.CopyTo(bytes);
        return bytes;
    }

    private async Task<TransferResult> SendAsync(EvePrinter printer, byte[] document, CancellationToken cancellationToken = default)
    {
        using var ipp = new IppTransfer("ipp", _options, TimeProvider.System);
        return await TransferConformanceTests.SendAsync(
            ipp,
            TransferConformanceTests.Job(printer.Address, document.Length) with { Document = new MemoryStream(document) },
            cancellationToken: cancellationToken);
    }
}
