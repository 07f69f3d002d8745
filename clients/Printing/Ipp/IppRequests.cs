using TicketFlow.Ipp;

namespace TicketFlow.Printing.Ipp;

/// <summary>The requests around one job, each with a time limit; those before the document are repeated while that can help.</summary>
internal sealed class IppRequests(IppClient client, Uri printer, TransferJob job, IppTransferOptions options, TimeProvider clock)
{
    private const int LongestName = 255;

    private readonly string _user = Shortened(job.Label.User);
    private readonly string _title = Shortened(job.Label.Title);
    private readonly HashSet<string> _givenUp = new(StringComparer.Ordinal);

    /// <summary>Connection tries so far, at least the first.</summary>
    public int Tries { get; private set; } = 1;

    public string Title => _title;

    public string User => _user;

    public IppMessage PrinterAttributes() =>
        Request(IppOperation.GetPrinterAttributes, IppAttribute.Keyword("requested-attributes", PrinterAbilities.Wanted));

    public IppMessage JobRequest(
        IppOperation operation, PrinterAbilities can, string? format = null, string? compression = null) => IppMessage.Request(
            operation, printer.OriginalString, client.NextRequestId(),
            [Requester(), IppAttribute.NameOf("job-name", _title), .. Document(format, compression)], JobAttributes(can));

    public IppMessage SendDocument(int jobId, string format, string? compression) => Request(
        IppOperation.SendDocument,
        [
            IppAttribute.Integer("job-id", jobId), Requester(), IppAttribute.NameOf("document-name", _title),
            .. Document(format, compression), IppAttribute.Boolean("last-document", value: true),
        ]);

    public IppMessage CancelJob(int jobId) => Request(IppOperation.CancelJob, IppAttribute.Integer("job-id", jobId), Requester());

    public IppMessage JobAttributesOf(int jobId) => Request(
        IppOperation.GetJobAttributes, IppAttribute.Integer("job-id", jobId), Requester(),
        IppAttribute.Keyword(
            "requested-attributes", "job-state", "job-state-reasons", "job-state-message", "job-printer-state-message",
            "job-impressions-completed"));

    public IppMessage Jobs(string which) => Request(
        IppOperation.GetJobs, Requester(), IppAttribute.Keyword("which-jobs", which),
        IppAttribute.Keyword(
            "requested-attributes", "job-id", "job-name", "job-originating-user-name", "time-at-creation"));

    /// <summary>One try within the time limit.</summary>
    /// <exception cref="Exception">One of <see cref="IppFaults.IsFault"/>.</exception>
    public async Task<IppMessage> AskAsync(IppMessage request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.AnswerWait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await client.SendAsync(printer, request, null, either.Token);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The printer did not answer in time.", e);
        }
    }

    /// <summary>
    /// Before the document nothing can be printed by asking twice: connections are tried again, and a busy printer is waited for.
    /// </summary>
    public async Task<IppMessage> AskPatientlyAsync(Func<IppMessage> request, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            var wait = options.WaitBetweenTries;
            try
            {
                var answer = await AskAsync(request(), cancellationToken);
                if (!IppFaults.IsNotNow(answer) || clock.GetElapsedTime(began) >= options.BusyLimit)
                {
                    return answer;
                }

                wait = options.BusyWait;
            }
            catch (Exception e) when (
                IppFaults.MayGoBetter(e) && Tries < options.ConnectTries && !cancellationToken.IsCancellationRequested)
            {
                Tries++;
            }

            await Task.Delay(wait, clock, cancellationToken);
        }
    }

    /// <summary>
    /// Asks for the job. Printers are strict with collections: a further wish that this one names as impossible is given up rather than the
    /// job. What every print dialogue shows (copies, sides, paper) is not: then the job is refused.
    /// </summary>
    public async Task<IppMessage> AskForJobAsync(Func<IppMessage> request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = await AskPatientlyAsync(request, cancellationToken);
            var further = IppPacked.Unpack(job.Instructions.Further).Select(attribute => attribute.Name);
            var refused = answer.Group(IppTag.UnsupportedGroup)?.Attributes.Select(attribute => attribute.Name).Intersect(further).ToList();
            if (answer.Status is not IppStatus.AttributesOrValuesNotSupported || refused?.Count(_givenUp.Add) is not > 0)
            {
                return answer;
            }
        }
    }

    /// <summary>The request that carries the document; broken off by the token only.</summary>
    public Task<IppMessage> SendAsync(IppMessage request, IppDocument document, CancellationToken cancellationToken) =>
        client.SendAsync(printer, request, document, cancellationToken);

    private static string Shortened(string text)
    {
        var clean = new string([.. text.Where(c => !char.IsControl(c))]);
        while (System.Text.Encoding.UTF8.GetByteCount(clean) > LongestName)
        {
            clean = clean[..^(char.IsLowSurrogate(clean[^1]) ? 2 : 1)];
        }

        return clean.Length > 0 ? clean : "_";
    }

    private static IEnumerable<IppAttribute> Document(string? format, string? compression)
    {
        if (format is not null)
        {
            yield return IppAttribute.Mime("document-format", format);
        }

        if (compression is not null)
        {
            yield return IppAttribute.Keyword("compression", compression);
        }
    }

    private IppMessage Request(IppOperation operation, params IppAttribute[] attributes) =>
        IppMessage.Request(operation, printer.OriginalString, client.NextRequestId(), attributes);

    private IppAttribute Requester() => IppAttribute.NameOf("requesting-user-name", _user);

    private List<IppAttribute> JobAttributes(PrinterAbilities can)
    {
        var told = job.Instructions;
        var wanted = IppPacked.Unpack(told.Further)
            .Where(attribute => can.Templates.Contains(attribute.Name) && !_givenUp.Contains(attribute.Name)).ToList();
        var exactMedia = wanted.Exists(attribute => attribute.Name == "media-col");
        Add(told.Copies is { } copies ? IppAttribute.Integer("copies", copies) : null);
        Add(told.Sides is { } sides ? IppAttribute.Keyword("sides", sides) : null);

        // One or the other, never both (PWG 5100.7, section 6.3.1).
        Add(told.Media is { } media && !exactMedia ? IppAttribute.Keyword("media", media) : null);
        Add(told.ColorMode is { } color ? IppAttribute.Keyword("print-color-mode", color) : null);
        Add(told.Quality is { } quality ? IppAttribute.Enum("print-quality", quality) : null);
        return wanted;

        void Add(IppAttribute? attribute)
        {
            if (attribute is not null)
            {
                wanted.Add(attribute);
            }
        }
    }
}
