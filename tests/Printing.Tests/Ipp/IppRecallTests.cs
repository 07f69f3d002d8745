using TicketFlow.Ipp;
using TicketFlow.Printing.Ipp;
using TicketFlow.Printing.Tests.Conformance;
using TicketFlow.Testing.Printers;

namespace TicketFlow.Printing.Tests.Ipp;

/// <summary>The sender died with bytes at the printer, which is asked what became of the job.</summary>
public sealed class IppRecallTests : IDisposable
{
    private readonly IppTransfer _ipp = new(
        "ipp",
        new IppTransferOptions { WatchInterval = TimeSpan.FromMilliseconds(20), RecallLimit = TimeSpan.FromSeconds(1) },
        TimeProvider.System);

    public void Dispose() => _ipp.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_job_that_came_out_is_completed_whether_its_number_is_known_or_only_when_it_was_sent(bool createsJobs)
    {
        await using var printer = new IppPeer(new PeerBehaviour())
        {
            Supported = createsJobs
                ? [IppOperation.CreateJob, IppOperation.SendDocument, IppOperation.GetJobAttributes]
                : [IppOperation.PrintJob, IppOperation.GetJobs, IppOperation.GetJobAttributes],
        };
        var (job, trace) = await SentAsync(printer);

        var result = await _ipp.RecallAsync(job, trace, CancellationToken.None);

        (result!.Fault, result.Grade, result.BytesSent).ShouldBe((null, TransferGrade.Reported, job.Length));
        printer.Documents.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_job_that_the_printer_ended_itself_is_not_done()
    {
        await using var printer = new IppPeer(new PeerBehaviour()) { EndState = (int)IppJobState.Aborted };
        var (job, trace) = await SentAsync(printer);

        (await _ipp.RecallAsync(job, trace, CancellationToken.None))!.Fault.ShouldBe(TransferFault.Aborted);
    }

    [Fact]
    public async Task A_job_whose_document_came_only_in_part_is_taken_away_from_the_printer()
    {
        await using var printer = new IppPeer(new PeerBehaviour()) { HoldAt = "document" };
        using var death = new CancellationTokenSource();
        var trace = default(string);
        var job = TransferConformanceTests.Job(printer.Address, 10_000) with { NoteTrace = found => trace = found };
        _ = TransferConformanceTests.SendAsync(_ipp, job, cancellationToken: death.Token);
        await Eventually.TrueAsync(() => printer.Steps.Contains("document"), "a part is there");

        var result = await _ipp.RecallAsync(job, trace!, CancellationToken.None);

        result!.Fault.ShouldBe(TransferFault.ClosedEarly);
        printer.StateOf(1).ShouldBe((int)IppJobState.Canceled);
        await death.CancelAsync();
    }

    [Fact]
    public async Task A_printer_that_has_forgotten_the_job_knows_nothing()
    {
        await using var printer = new IppPeer(new PeerBehaviour());
        var (job, trace) = await SentAsync(printer);
        printer.ForgetJobs();

        (await _ipp.RecallAsync(job, trace, CancellationToken.None)).ShouldBeNull();
        (await _ipp.RecallAsync(job, "noise", CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_printer_that_is_gone_knows_nothing()
    {
        var printer = new IppPeer(new PeerBehaviour());
        var (job, trace) = await SentAsync(printer);
        await printer.DisposeAsync();

        (await _ipp.RecallAsync(job, trace, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_cancel_reaches_the_printer_and_who_cannot_wait_asks_another_time()
    {
        await using var printer = new IppPeer(new PeerBehaviour()) { EndState = (int)IppJobState.Processing };
        using var leave = new CancellationTokenSource();
        var (job, trace) = await SentAsync(printer, leave);

        await Should.ThrowAsync<OperationCanceledException>(_ipp.RecallAsync(job, trace, CancellationToken.None));
        printer.StateOf(1).ShouldBe((int)IppJobState.Processing);
        (await _ipp.RecallAsync(job with { WaitNoLonger = default }, trace, new CancellationToken(canceled: true)))!.Fault
            .ShouldBe(TransferFault.Cancelled);
        printer.StateOf(1).ShouldBe((int)IppJobState.Canceled);
    }

    [Fact]
    public async Task A_real_printer_tells_too()
    {
        await using var printer = await EvePrinter.StartAsync("sleep 1");
        var trace = default(string);
        using var leave = new CancellationTokenSource();
        var document = "%PDF-1.7\nrecalled"u8.ToArray();
        var job = TransferConformanceTests.Job(printer.Address, document.Length) with
        {
            Document = new MemoryStream(document),
            NoteTrace = found => trace = found,
            WaitNoLonger = leave.Token,
        };
        var sending = TransferConformanceTests.SendAsync(_ipp, job);
        await Eventually.TrueAsync(() => printer.Documents.Count == 1, "the printer has the document");
        await leave.CancelAsync();
        await sending;

        var result = await _ipp.RecallAsync(job with { WaitNoLonger = default }, trace!, CancellationToken.None);

        (result!.Fault, result.Grade).ShouldBe((null, TransferGrade.Reported));
    }

    private async Task<(TransferJob Job, string Trace)> SentAsync(IppPeer printer, CancellationTokenSource? leave = null)
    {
        var trace = default(string);
        var job = TransferConformanceTests.Job(printer.Address, 10_000) with
        {
            NoteTrace = found => trace = found,
            WaitNoLonger = leave?.Token ?? default,
        };
        var sending = TransferConformanceTests.SendAsync(_ipp, job);
        if (leave is not null)
        {
            await Eventually.TrueAsync(() => printer.Operations.Contains(IppOperation.GetJobAttributes), "the job is watched");
            await leave.CancelAsync();
        }

        await sending;
        return (job, trace!);
    }
}
