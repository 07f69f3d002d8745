using TicketFlow.Ipp;
using TicketFlow.Printing.Ipp;
using TicketFlow.Printing.Tests.Conformance;

namespace TicketFlow.Printing.Tests.Ipp;

/// <summary>What IPP adds to bytes: attributes, waiting, the printer's word about the job.</summary>
public sealed class IppTransferTests : IDisposable
{
    private readonly IppTransferOptions _options = IppConformanceTests.Options(TimeSpan.FromMinutes(1));
    private IppTransfer? _ipp;

    private IppTransfer Ipp => _ipp ??= new IppTransfer("ipp", _options, TimeProvider.System);

    public void Dispose() => _ipp?.Dispose();

    [Fact]
    public async Task A_job_is_validated_created_sent_and_watched_to_its_end()
    {
        await using var printer = new IppPeer(new PeerBehaviour());

        var result = await SendAsync(Job(printer));

        (result.Fault, result.Grade).ShouldBe((null, TransferGrade.Reported), result.Text);
        printer.Operations.ShouldBe(
        [
            IppOperation.GetPrinterAttributes, IppOperation.ValidateJob, IppOperation.CreateJob, IppOperation.SendDocument,
            IppOperation.GetJobAttributes,
        ]);
        printer.DocumentExchanges.ShouldAllBe(exchange => !exchange.IsChunked && exchange.ExpectsContinue);
    }

    [Fact]
    public async Task User_title_and_instructions_reach_the_printer()
    {
        await using var printer = new IppPeer(new PeerBehaviour());
        var instructions = new PrintInstructions
        {
            Format = "application/pdf",
            Copies = 3,
            Sides = "two-sided-long-edge",
            Media = "iso_a4_210x297mm",
            ColorMode = "monochrome",
            Quality = 5,
        };

        (await SendAsync(Job(printer) with { Instructions = instructions })).Fault.ShouldBeNull();

        var created = printer.Requests.Single(request => request.Operation is IppOperation.CreateJob);
        created.OperationAttributes.Text("requesting-user-name").ShouldBe("ana");
        created.OperationAttributes.Text("job-name").ShouldBe("Invoice 42");
        var job = created.Group(IppTag.JobGroup).ShouldNotBeNull();
        (job.Integer("copies"), job.Text("sides"), job.Text("media"), job.Text("print-color-mode"), job.Integer("print-quality"))
            .ShouldBe((3, "two-sided-long-edge", "iso_a4_210x297mm", "monochrome", 5));
        printer.Requests.Single(request => request.Operation is IppOperation.SendDocument).OperationAttributes.Text("document-format")
            .ShouldBe("application/pdf");
    }

    [Fact]
    public async Task A_document_that_shrinks_goes_compressed_and_arrives_whole()
    {
        await using var printer = new IppPeer(new PeerBehaviour());
        var text = System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("%!PS the same line again and again\n", 20_000)));
        var progress = new ToldProgress();

        var result = await TransferConformanceTests.SendAsync(
            Ipp, new TransferJob(printer.Address, new MemoryStream(text), text.Length), progress);

        result.BytesSent.ShouldBe(text.Length);
        progress.Totals[^1].ShouldBe(text.Length);
        printer.Documents.ShouldHaveSingleItem().ShouldBe(Received.Of(text));
        printer.Requests.Single(r => r.Operation is IppOperation.SendDocument).OperationAttributes.Text("compression").ShouldBe("gzip");
    }

    [Fact]
    public async Task A_printer_that_takes_no_gzip_gets_the_document_as_it_is()
    {
        await using var printer = new IppPeer(new PeerBehaviour()) { Compressions = ["none"] };
        var text = new byte[100_000];

        var job = new TransferJob(printer.Address, new MemoryStream(text), text.Length);
        (await TransferConformanceTests.SendAsync(Ipp, job)).Fault.ShouldBeNull();

        printer.Documents.ShouldHaveSingleItem().ShouldBe(Received.Of(text));
        printer.Requests.ShouldAllBe(request => request.OperationAttributes.Find("compression") == null);
    }

    [Theory]
    [InlineData(IppOperation.CreateJob)]
    [InlineData(IppOperation.SendDocument)]
    public async Task A_busy_printer_is_asked_again_and_gets_the_document_once(IppOperation busyAt)
    {
        _options.BusyWait = TimeSpan.FromMilliseconds(10);
        var left = 3;
        await using var printer = new IppPeer(new PeerBehaviour())
        {
            Refuse = request => request.Operation == busyAt && left-- > 0 ? IppStatus.Busy : null,
        };

        var document = new byte[100_000];
        new Random(7).NextBytes(document);

        var result = await SendAsync(new TransferJob(printer.Address, new MemoryStream(document), document.Length));

        result.Fault.ShouldBeNull(result.Text);
        printer.Operations.Count(operation => operation == busyAt).ShouldBe(4);
        printer.Documents.ShouldHaveSingleItem().ShouldBe(Received.Of(document));
    }

    [Fact]
    public async Task A_printer_that_stays_busy_is_busy_and_nothing_left()
    {
        (_options.BusyWait, _options.BusyLimit) = (TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(50));
        await using var printer = new IppPeer(new PeerBehaviour())
        {
            Refuse = request => request.Operation is IppOperation.CreateJob ? IppStatus.Busy : null,
        };

        var result = await SendAsync(Job(printer));

        (result.Fault, result.AnyByteLeft).ShouldBe((TransferFault.Busy, false));
    }

    [Fact]
    public async Task What_the_printer_does_not_want_is_rejected_before_a_byte_left()
    {
        await using var printer = new IppPeer(new PeerBehaviour())
        {
            Refuse = request => request.Operation is IppOperation.ValidateJob ? IppStatus.AttributesOrValuesNotSupported : null,
        };

        var result = await SendAsync(Job(printer));

        (result.Fault, result.AnyByteLeft).ShouldBe((TransferFault.Rejected, false));
        printer.Operations.ShouldNotContain(IppOperation.CreateJob);
    }

    [Theory]
    [InlineData("media-col", null)]
    [InlineData("sides", TransferFault.Rejected)]
    public async Task A_further_wish_is_given_up_for_the_job_and_what_every_dialogue_shows_is_not(string refused, TransferFault? fault)
    {
        await using var printer = new IppPeer(new PeerBehaviour()) { Templates = ["media-col", "finishings"], Unsupported = [refused] };
        var further = IppPacked.Pack(
        [
            IppAttribute.Collection("media-col", new IppCollection([IppAttribute.Keyword("media-source", "tray-9")])),
            IppAttribute.Enum("finishings", 4), IppAttribute.Keyword("print-scaling", "fit"),
        ]);

        var result = await SendAsync(Job(printer) with
        {
            Instructions = new PrintInstructions { Sides = "one-sided", Media = "iso_a4_210x297mm", Further = further },
        });

        result.Fault.ShouldBe(fault, result.Text);
        printer.Requests.Last(request => request.Group(IppTag.JobGroup) is not null).Group(IppTag.JobGroup)!.Attributes
            .Select(attribute => attribute.Name).Order(StringComparer.Ordinal)
            .ShouldBe(fault is null ? ["finishings", "media", "sides"] : ["finishings", "media-col", "sides"]);
    }

    [Fact]
    public async Task A_format_the_printer_does_not_take_is_rejected_before_a_byte_left()
    {
        await using var printer = new IppPeer(new PeerBehaviour()) { Formats = ["image/urf"] };

        var result = await SendAsync(Job(printer) with { Instructions = new PrintInstructions { Format = "application/pdf" } });

        (result.Fault, result.AnyByteLeft).ShouldBe((TransferFault.Rejected, false));
        result.Text!.ShouldContain("application/pdf");
    }

    [Theory]
    [InlineData(IppJobState.Aborted)]
    [InlineData(IppJobState.Canceled)]
    public async Task A_job_that_the_printer_ends_itself_is_not_done(IppJobState end)
    {
        await using var printer = new IppPeer(new PeerBehaviour()) { EndState = (int)end };

        var result = await SendAsync(Job(printer));

        result.Fault.ShouldBe(TransferFault.Aborted);
        result.Text!.ShouldContain(end.ToString());
    }

    [Fact]
    public async Task A_cancel_while_it_prints_reaches_the_printer()
    {
        await using var printer = new IppPeer(new PeerBehaviour()) { EndState = (int)IppJobState.Processing };
        using var cancel = new CancellationTokenSource();

        var sending = TransferConformanceTests.SendAsync(Ipp, Job(printer), cancellationToken: cancel.Token);
        await Eventually.TrueAsync(() => printer.Operations.Contains(IppOperation.GetJobAttributes), "the job is watched");
        await cancel.CancelAsync();

        (await sending).Fault.ShouldBe(TransferFault.Cancelled);
        printer.StateOf(1).ShouldBe((int)IppJobState.Canceled);
    }

    [Fact]
    public async Task Who_cannot_wait_any_longer_leaves_the_job_at_the_printer_and_knows_that_it_was_accepted()
    {
        await using var printer = new IppPeer(new PeerBehaviour()) { EndState = (int)IppJobState.Processing };
        using var enough = new CancellationTokenSource();

        var sending = SendAsync(Job(printer) with { WaitNoLonger = enough.Token });
        await Eventually.TrueAsync(() => printer.Operations.Contains(IppOperation.GetJobAttributes), "the job is watched");
        await enough.CancelAsync();

        var result = await sending;
        (result.Fault, result.Grade).ShouldBe((null, TransferGrade.Accepted));
        printer.StateOf(1).ShouldBe((int)IppJobState.Processing);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_only_the_answer_is_lost_the_printers_word_about_the_job_decides(bool createsJobs)
    {
        await using var printer = new IppPeer(new PeerBehaviour())
        {
            Supported = createsJobs
                ? [IppOperation.CreateJob, IppOperation.SendDocument, IppOperation.GetJobAttributes]
                : [IppOperation.PrintJob, IppOperation.GetJobs],
            LoseAnswer = stream =>
            {
                stream.End(reset: true);
                return true;
            },
        };

        var result = await SendAsync(Job(printer));

        (result.Fault, result.Grade).ShouldBe((null, TransferGrade.Reported), result.Text);
        printer.Documents.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_break_in_the_middle_is_told_with_what_the_printer_says()
    {
        await using var printer = new IppPeer(new PeerBehaviour { ResetAfter = 5000 });

        var result = await SendAsync(TransferConformanceTests.Job(printer.Address, 16 * 1024 * 1024));

        result.Fault!.Value.ShouldBeOneOf(TransferFault.Reset, TransferFault.ClosedEarly);
        result.Text!.ShouldContain("The printer says of the job: Canceled");
        printer.StateOf(1).ShouldBe((int)IppJobState.Canceled);
    }

    private static TransferJob Job(IppPeer printer) => TransferConformanceTests.Job(printer.Address, 10_000);

    private Task<TransferResult> SendAsync(TransferJob job) => TransferConformanceTests.SendAsync(Ipp, job);
}
