using System.IO.Compression;
using TicketFlow.Agent.Desktop.Layout;
using TicketFlow.Agent.Spool;
using TicketFlow.Ipp;

namespace TicketFlow.Agent.Desktop.Printer;

/// <summary>The operations that bring jobs and documents in (RFC 8011, sections 4.2.1, 4.2.3, 4.2.4, 4.3.1; PWG 5100.7).</summary>
internal sealed class DocumentOperations(
    CreatedJobs created, DesktopJobs jobs, DocumentIntake intake, DocumentShelf shelf, DocumentLayout layout, TimeProvider clock)
{
    private const int LongestTitle = 200;

    public async Task<IppMessage> PrintAsync(IppCall call, IppGroup printer, CancellationToken cancellationToken)
    {
        if (Refusal(call, printer) is { } refusal)
        {
            return refusal;
        }

        var job = NewJob(call, printer);
        return await TakeAsync(call, job, Unsupported(call, printer), cancellationToken);
    }

    public static IppMessage Validate(IppCall call, IppGroup printer) =>
        Refusal(call, printer) ?? Accepted(call, Unsupported(call, printer));

    public IppMessage Create(IppCall call, IppGroup printer)
    {
        if (Refusal(call, printer) is { } refusal)
        {
            return refusal;
        }

        var job = NewJob(call, printer);
        return created.TryAdd(job)
            ? Accepted(call, Unsupported(call, printer), JobDescription.Created(call, DesktopJob.Of(job)))
            : call.Refuse(IppStatus.TemporaryError, "Too many jobs wait for their documents. Try again later.");
    }

    public async Task<IppMessage> SendAsync(IppCall call, IppGroup printer, CancellationToken cancellationToken)
    {
        if (call.Operation.Boolean("last-document") is not { } last)
        {
            return call.Refuse(IppStatus.BadRequest, "Send-Document says with last-document whether it is the last.");
        }

        if (jobs.Find(call) is not { } found)
        {
            return call.Refuse(IppStatus.NotFound, "There is no such job.");
        }

        if (found.Created is not { OnShelf: false, State: IppJobState.Pending or IppJobState.PendingHeld } job)
        {
            return await SecondAsync(call, found, last, cancellationToken);
        }

        if (Refusal(call, printer) is { } refusal)
        {
            return refusal;
        }

        if (!await job.Turn.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            return call.Refuse(IppStatus.NotPossible, "The job's document is coming already.");
        }

        try
        {
            job.Ticket = job.Ticket with { Format = call.Operation.Text("document-format") ?? job.Ticket.Format };
            return await TakeAsync(call, job, [], cancellationToken);
        }
        finally
        {
            job.Turn.Release();
        }
    }

    public IppMessage Close(IppCall call) => jobs.Find(call) switch
    {
        null => call.Refuse(IppStatus.NotFound, "There is no such job."),
        { Created: { OnShelf: false } empty } => Abandon(call, empty),
        _ => call.Ok(),
    };

    /// <summary>The user has let it go: the document goes on from the shelf as if it had just come.</summary>
    public async Task<IppMessage> ReleaseAsync(IppCall call, CreatedJob job, CancellationToken cancellationToken)
    {
        await job.Turn.WaitAsync(cancellationToken);
        try
        {
            job.Held = false;
            if (!job.OnShelf)
            {
                return call.Ok();
            }

            await using var document = shelf.OpenRead(job.DocumentFile);
            var result = await intake.TakeAsync(SubmissionOf(job, job.Ticket, document), cancellationToken);
            if (result.Job is null)
            {
                return call.Refuse(IppCodes.Of(result.Code), result.Text ?? "The job was not taken.");
            }

            call.Taken = result.Job;
            created.BecameJob(job, result.Job);
            return call.Ok();
        }
        finally
        {
            job.Turn.Release();
        }
    }

    private async Task<IppMessage> TakeAsync(
        IppCall call, CreatedJob job, IReadOnlyList<IppAttribute> unsupported, CancellationToken cancellationToken)
    {
        await using var laid = await layout.ApplyAsync(job, Opened(call), cancellationToken);
        if (laid.Refusal is var (status, text))
        {
            return call.Refuse(status, text);
        }

        if (laid.NotDone.Count > 0 && (job.IsStrict || IsStrict(call)))
        {
            return CannotAll(call, laid.NotDone);
        }

        // The job keeps its own wishes until it is taken: a refused document may be sent again, and is laid out again then.
        unsupported = [.. unsupported, .. laid.NotDone];
        if (job.Held)
        {
            return await ShelveAsync(call, job, laid, unsupported, cancellationToken);
        }

        var result = await intake.TakeAsync(SubmissionOf(job, laid.Ticket, laid.Document), cancellationToken);
        if (result.Job is not { } entry)
        {
            return call.Refuse(IppCodes.Of(result.Code), result.Text ?? "The job was not taken.");
        }

        call.Taken = entry;
        created.BecameJob(job, entry);
        return Accepted(call, unsupported, JobDescription.Created(call, DesktopJob.Of(entry).AsTaken()));
    }

    private async Task<IppMessage> ShelveAsync(
        IppCall call, CreatedJob job, LaidOut laid, IReadOnlyList<IppAttribute> unsupported, CancellationToken cancellationToken)
    {
        if (await shelf.KeepAsync(job.DocumentFile, laid.Document, null, cancellationToken) is { } code)
        {
            return call.Refuse(IppCodes.Of(code), "The document cannot be kept: " + code + ".");
        }

        job.Ticket = laid.Ticket;
        created.Hold(job);
        created.TryAdd(job);
        return Accepted(call, unsupported, JobDescription.Created(call, DesktopJob.Of(job)));
    }

    /// <summary>Jobs have one document here; closing what has its document changes nothing.</summary>
    private static async Task<IppMessage> SecondAsync(IppCall call, DesktopJob found, bool last, CancellationToken cancellationToken)
    {
        if (found.State is IppJobState.Canceled)
        {
            return call.Refuse(IppStatus.JobCanceled, "The job was cancelled.");
        }

        var one = new byte[1];
        return last && await call.Document.ReadAsync(one, cancellationToken) == 0
            ? call.Ok(JobDescription.Created(call, found))
            : call.Refuse(IppStatus.MultipleDocumentJobsNotSupported, "A job has one document here. Print each document as a job.");
    }

    private IppMessage Abandon(IppCall call, CreatedJob empty)
    {
        empty.End(IppJobState.Aborted, "aborted-by-system", "Closed without a document.");
        return call.Ok();
    }

    private CreatedJob NewJob(IppCall call, IppGroup printer)
    {
        var title = call.Operation.Text("job-name") ?? call.Operation.Text("document-name") ?? "";
        title = new string([.. title.Where(character => !char.IsControl(character)).Take(LongestTitle)]);
        return new CreatedJob(
            created.NextKey(), call.Printer.Name, call.User, title.Length == 0 ? "untitled" : title,
            JobTemplate.TicketOf(call.Message, printer), JobTemplate.IsHeld(call.Message), clock.GetUtcNow())
        {
            IsStrict = IsStrict(call),
        };
    }

    private static Submission SubmissionOf(CreatedJob job, PrintTicket ticket, Stream document) =>
        new(job.Printer, job.Title, job.User, Environment.MachineName, null, document, ticket.Facts())
        {
            Key = job.Key,
            Instructions = ticket.Instructions(),
        };

    private static Stream Opened(IppCall call) => call.Operation.Text("compression") switch
    {
        "gzip" => new GZipStream(call.Document, CompressionMode.Decompress, leaveOpen: true),
        "deflate" => new DeflateStream(call.Document, CompressionMode.Decompress, leaveOpen: true),
        _ => call.Document,
    };

    private static IppMessage? Refusal(IppCall call, IppGroup printer)
    {
        if (call.Operation.Find("compression") is { } compression
            && !compression.Strings().All(printer.Find("compression-supported")!.Strings().Contains))
        {
            return call.Refuse(
                IppStatus.CompressionNotSupported, "This printer takes gzip, deflate, or none.", Group([compression]));
        }

        if (call.Operation.Find("document-format") is { } format
            && !format.Strings().All(printer.Find("document-format-supported")!.Strings().Contains))
        {
            return call.Refuse(
                IppStatus.DocumentFormatNotSupported, "This printer does not take documents of this kind.", Group([format]));
        }

        var unsupported = Unsupported(call, printer);
        return IsStrict(call) && unsupported.Count > 0 ? CannotAll(call, unsupported) : null;
    }

    private static bool IsStrict(IppCall call) => call.Operation.Boolean("ipp-attribute-fidelity") is true;

    private static IppMessage CannotAll(IppCall call, IReadOnlyList<IppAttribute> unsupported) =>
        call.Refuse(IppStatus.AttributesOrValuesNotSupported, "The printer cannot do all of this.", Group(unsupported));

    private static IReadOnlyList<IppAttribute> Unsupported(IppCall call, IppGroup printer) =>
        JobTemplate.Unsupported(call.Message.Group(IppTag.JobGroup), printer);

    private static IppMessage Accepted(IppCall call, IReadOnlyList<IppAttribute> unsupported, params IppGroup[] groups) =>
        unsupported.Count == 0
            ? call.Ok(groups)
            : call.Answer(
                IppStatus.OkIgnoredOrSubstituted, "The printer cannot do all of this; the rest is done.", [Group(unsupported), .. groups]);

    private static IppGroup Group(IReadOnlyList<IppAttribute> unsupported) => new(IppTag.UnsupportedGroup, unsupported);
}
