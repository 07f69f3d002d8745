using System.Runtime.ExceptionServices;
using TicketFlow.Ipp;
using TicketFlow.Printing.Raw;

namespace TicketFlow.Printing.Ipp;

/// <summary>
/// One job at one IPP printer: validate, create, send, watch. When the connection breaks after bytes left, the printer is asked what it
/// has before anybody calls the job interrupted (design D8).
/// </summary>
internal sealed class IppSession(
    IppRequests requests, TransferJob job, AbilitiesBook abilities, IppTransferOptions options, TimeProvider clock,
    IProgress<long> progress)
{
    private SentDocument? _document;
    private ExceptionDispatchInfo? _hookFault;
    private bool _begun;
    private int? _jobId;
    private int? _since;

    /// <summary>What the printer's kernel has acknowledged.</summary>
    public Func<long?> Acknowledged { get; init; } = static () => null;

    public long DocumentBytes => _document?.Handed ?? 0;

    public bool AnyByteLeft => _document?.AnyByteLeft ?? false;

    public TransferGrade Grade { get; private set; }

    /// <exception cref="Exception">Only what the job's hook throws.</exception>
    public async Task<TransferBreak?> RunAsync(CancellationToken cancellationToken)
    {
        await using var watch = new StallWatch(Acknowledged, options.StallLimit, clock, cancellationToken);
        var broken = await SendAsync(watch, cancellationToken);
        _document?.Closed = true;
        if (_hookFault is not null)
        {
            await Aftermath().LeaveNothingAsync();
            _hookFault.Throw();
        }

        return broken?.Fault switch
        {
            null => await AwaitEndAsync(cancellationToken),
            TransferFault.Cancelled or TransferFault.Stalled or TransferFault.DocumentUnreadable =>
                Done(await Aftermath().TakeBackAsync(broken)),

            // The printer has answered: it does not want the document, whatever it has seen of it.
            TransferFault.Rejected or TransferFault.Busy => Done(await Aftermath().TakeBackAsync(broken)),
            _ when AnyByteLeft => Done(await Aftermath().RecallAsync(broken, cancellationToken)),
            _ => Done(await Aftermath().TakeBackAsync(broken)),
        };
    }

    private async Task<TransferBreak?> SendAsync(StallWatch watch, CancellationToken cancellationToken)
    {
        try
        {
            return await HandOverAsync(watch);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            return TransferBreak.Cancelled;
        }
        catch (Exception) when (watch.Stalled)
        {
            return TransferBreak.Stalled(job, options.StallLimit, DocumentBytes);
        }
        catch (Exception) when (_hookFault is not null)
        {
            return TransferBreak.Cancelled;
        }
        catch (Exception) when (_document is { IsTooShort: true })
        {
            return TransferBreak.TooShort(job, DocumentBytes);
        }
        catch (Exception e) when (IppFaults.IsFault(e))
        {
            abilities.Forget(job.Address);
            return IppFaults.Of(e, job.Address);
        }
    }

    private async Task<TransferBreak?> HandOverAsync(StallWatch watch)
    {
        // Waiting for a busy printer is no stall; the document's way has its own beats.
        await using var beat = clock.CreateTimer(_ => watch.Moved(_begun ? 0 : 1), null, TimeSpan.Zero, options.StallLimit / 4);
        var can = await LearnAsync(watch.Token);
        _document = new SentDocument(job, progress, () => watch.Moved());
        var beginning = await _document.PeekAsync(watch.Token);
        var own = job.Instructions.Format ?? DocumentBeginning.FormatOf(beginning.Span);
        if (can.FormatFor(own) is not { } format)
        {
            return new TransferBreak(TransferFault.Rejected, $"{job.Address} does not take documents of the format {own}.");
        }

        var compression = options.Compression && can.Compressions.Contains("gzip") && DocumentBeginning.GainsByCompression(beginning.Span)
            ? "gzip"
            : null;
        if (can.Can(IppOperation.ValidateJob))
        {
            var valid = await requests.AskForJobAsync(() => requests.JobRequest(IppOperation.ValidateJob, can, format), watch.Token);
            if (!valid.IsSuccess)
            {
                return IppFaults.Rejected(valid, "the job", job.Address);
            }
        }

        return can.CreatesJobs
            ? await CreateAndSendAsync(format, compression, can, watch)
            : await PrintAsync(format, compression, can, watch);
    }

    private async Task<PrinterAbilities> LearnAsync(CancellationToken cancellationToken)
    {
        if (abilities.Find(job.Address) is { CreatesJobs: true } known)
        {
            return known;
        }

        var answer = await requests.AskPatientlyAsync(requests.PrinterAttributes, cancellationToken);
        var learned = PrinterAbilities.From(answer);
        if (answer.IsSuccess)
        {
            abilities.Note(job.Address, learned);
        }

        return learned;
    }

    private async Task<TransferBreak?> CreateAndSendAsync(
        string format, string? compression, PrinterAbilities can, StallWatch watch)
    {
        var created = await requests.AskForJobAsync(() => requests.JobRequest(IppOperation.CreateJob, can), watch.Token);
        if (!created.IsSuccess || created.Group(IppTag.JobGroup)?.Integer("job-id") is not { } id)
        {
            return IppFaults.Rejected(created, "the job", job.Address);
        }

        _jobId = id;
        job.NoteTrace(IppRecall.TraceOf(id));
        return await DeliverAsync(() => requests.SendDocument(id, format, compression), compression, watch);
    }

    private async Task<TransferBreak?> PrintAsync(string format, string? compression, PrinterAbilities can, StallWatch watch)
    {
        _since = can.UpTime;
        if (can.UpTime is { } upTime)
        {
            job.NoteTrace(IppRecall.TraceSince(upTime));
        }

        return await DeliverAsync(() => requests.JobRequest(IppOperation.PrintJob, can, format, compression), compression, watch);
    }

    /// <summary>
    /// Sends the document. A printer that says "busy" has not taken it, even if it let it pass by, and gets it again from the beginning.
    /// </summary>
    private async Task<TransferBreak?> DeliverAsync(Func<IppMessage> request, string? compression, StallWatch watch)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            await using var gzip = compression is null ? null : new GzipDocument(_document!);
            // Of known length wherever it is known: not every printer takes chunks, and those that do take them slower.
            var document = new IppDocument(gzip ?? (Stream)_document!, gzip is null ? job.Length : null) { BeforeFirstByte = BeginAsync };
            var answer = await requests.SendAsync(request(), document, watch.Token);
            _jobId ??= answer.Group(IppTag.JobGroup)?.Integer("job-id");
            if (answer.IsSuccess)
            {
                return _document!.IsComplete
                    ? null
                    : new TransferBreak(TransferFault.ClosedEarly, $"{job.Address} answered before it had all {job.Length} bytes.");
            }

            if (!IppFaults.IsNotNow(answer) || clock.GetElapsedTime(began) >= options.BusyLimit || !_document!.TryRewind())
            {
                return IppFaults.Rejected(answer, "the document", job.Address);
            }

            await Task.Delay(options.BusyWait, clock, watch.Token);
        }
    }

    private async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        if (_begun)
        {
            return;
        }

        try
        {
            await job.BeforeFirstByte(cancellationToken);
            _begun = true;
        }
        catch (Exception e)
        {
            _hookFault = ExceptionDispatchInfo.Capture(e);
            throw;
        }
    }

    private async Task<TransferBreak?> AwaitEndAsync(CancellationToken cancellationToken)
    {
        if (_jobId is not { } id || options.WatchLimit == TimeSpan.Zero)
        {
            return null;
        }

        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, job.WaitNoLonger);
        try
        {
            return Judge(await Watch(id).UntilOverAsync(options.WatchLimit, wait.Token));
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            return Done(await Aftermath().TakeBackAsync(TransferBreak.Cancelled));
        }
        catch (Exception) when (job.WaitNoLonger.IsCancellationRequested)
        {
            return null;
        }
    }

    private TransferBreak? Judge(IppJobEnd? end)
    {
        if (end is { State: IppJobState.Completed })
        {
            Grade = TransferGrade.Reported;
        }

        return end is { State: IppJobState.Aborted or IppJobState.Canceled }
            ? new TransferBreak(TransferFault.Aborted, $"{job.Address} ended the job itself: {end}.")
            : null;
    }

    /// <summary>Nothing left to say: the printer has said that it is done.</summary>
    private TransferBreak? Done(TransferBreak? broken)
    {
        Grade = broken is null ? TransferGrade.Reported : Grade;
        return broken;
    }

    private IppAftermath Aftermath() => new(requests, options, clock, _document, _jobId, _since);

    private IppJobWatch Watch(int id) => new(requests, id, options, clock);
}
