using System.Collections.Concurrent;
using System.IO.Compression;
using System.IO.Pipelines;
using TicketFlow.Ipp;

namespace TicketFlow.Printing.Tests.Conformance;

/// <summary>A small IPP printer whose every answer a test can change. What real ones do, <c>ippeveprinter</c> shows elsewhere.</summary>
internal class IppPeer(PeerBehaviour behaviour) : ConformancePeer(behaviour)
{
    private const int Pending = 3;
    private readonly ConcurrentDictionary<int, (int State, IppMessage Request)> _jobs = new();
    private readonly ConcurrentQueue<IppMessage> _requests = new();
    private int _lastJob;

    public override string Address => $"ipp://127.0.0.1:{Port}/ipp/print";

    /// <summary>All requests, in order.</summary>
    public IReadOnlyList<IppMessage> Requests => [.. _requests];

    public IReadOnlyList<IppOperation> Operations => [.. _requests.Select(request => request.Operation)];

    public ConcurrentQueue<HttpExchange> DocumentExchanges { get; } = new();

    public IppOperation[] Supported { get; init; } =
    [
        IppOperation.PrintJob, IppOperation.ValidateJob, IppOperation.CreateJob, IppOperation.SendDocument, IppOperation.CancelJob,
        IppOperation.GetJobAttributes, IppOperation.GetJobs, IppOperation.GetPrinterAttributes,
    ];

    public string[] Formats { get; init; } = ["application/octet-stream", "application/pdf"];

    public string[] Compressions { get; init; } = ["none", "gzip"];

    /// <summary>Attributes of jobs that it takes besides the usual ones.</summary>
    public string[] Templates { get; init; } = [];

    /// <summary>Attributes of jobs whose values it refuses, whatever they are.</summary>
    public string[] Unsupported { get; init; } = [];

    /// <summary>State of a job that has its document.</summary>
    public int EndState { get; set; } = (int)IppJobState.Completed;

    /// <summary>Asked before each request is carried out; an answer of a status replaces it.</summary>
    public Func<IppMessage, IppStatus?> Refuse { get; set; } = static _ => null;

    /// <summary>Done when a document is whole, instead of answering: breaks the connection, for example.</summary>
    public Func<PeerStream, bool> LoseAnswer { get; set; } = static _ => false;

    public int StateOf(int job) => _jobs[job].State;

    /// <summary>All jobs that have their document are done.</summary>
    public void FinishAll()
    {
        foreach (var (id, job) in _jobs.Where(pair => pair.Value.State == (int)IppJobState.Processing))
        {
            _jobs[id] = ((int)IppJobState.Completed, job.Request);
        }
    }

    /// <summary>As after the printer was switched off and on.</summary>
    public void ForgetJobs() => _jobs.Clear();

    protected override async Task ServeAsync(PeerStream stream, CancellationToken cancellationToken)
    {
        while (true)
        {
            var http = await HttpExchange.ReadAsync(stream, cancellationToken);
            if (http.ExpectsContinue)
            {
                await http.ContinueAsync(cancellationToken);
            }

            var body = PipeReader.Create(new BodyStream(http));
            var request = await IppReader.ReadAsync(body, cancellationToken: cancellationToken);
            _requests.Enqueue(request);
            await StepAsync(request.Operation.ToString(), cancellationToken);
            var refused = Refuse(request);
            if (refused is not null)
            {
                // The attributes are in the body, so a refused document has passed by too.
                await body.CopyToAsync(Stream.Null, cancellationToken);
            }

            var answer = refused is { } status
                ? Answer(request, status)
                : await CarryOutAsync(request, http, body, stream, cancellationToken);
            if (answer is null)
            {
                return;
            }

            await http.AnswerAsync(200, IppWriter.Write(answer), cancellationToken);
        }
    }

    private static IppMessage Answer(IppMessage request, IppStatus status, params IppGroup[] groups) => new(
        IppMessage.Version20, (ushort)status, request.RequestId,
        [
            new IppGroup(
                IppTag.OperationGroup,
                [IppAttribute.Charset("attributes-charset", "utf-8"), IppAttribute.Language("attributes-natural-language", "en")]),
            .. groups,
        ]);

    private async Task<IppMessage?> CarryOutAsync(
        IppMessage request, HttpExchange http, PipeReader body, PeerStream stream, CancellationToken cancellationToken)
    {
        var id = request.OperationAttributes.Integer("job-id") ?? 0;
        if (request.Group(IppTag.JobGroup)?.Attributes.Where(wanted => Unsupported.Contains(wanted.Name)).ToList() is { Count: > 0 } wrong)
        {
            return Answer(request, IppStatus.AttributesOrValuesNotSupported, new IppGroup(IppTag.UnsupportedGroup, wrong));
        }

        switch (request.Operation)
        {
            case IppOperation.GetPrinterAttributes:
                return Answer(request, IppStatus.Ok, Printer());
            case IppOperation.CreateJob:
                return Answer(request, IppStatus.Ok, Job(NewJob(request)));
            case IppOperation.PrintJob:
                return await TakeAsync(request, NewJob(request), http, body, stream, cancellationToken);
            case IppOperation.SendDocument:
                return await TakeAsync(request, id, http, body, stream, cancellationToken);
            case IppOperation.CancelJob when _jobs.TryGetValue(id, out var job) && job.State < (int)IppJobState.Canceled:
                _jobs[id] = ((int)IppJobState.Canceled, job.Request);
                return Answer(request, IppStatus.Ok);
            case IppOperation.CancelJob:
                return Answer(request, IppStatus.NotPossible);
            case IppOperation.GetJobAttributes:
                return _jobs.ContainsKey(id) ? Answer(request, IppStatus.Ok, Job(id)) : Answer(request, IppStatus.NotFound);
            case IppOperation.GetJobs:
                return Answer(request, IppStatus.Ok, [.. _jobs.Keys.Order().Select(Job)]);
            default:
                return Answer(request, IppStatus.Ok);
        }
    }

    private async Task<IppMessage?> TakeAsync(
        IppMessage request, int id, HttpExchange http, PipeReader body, PeerStream stream, CancellationToken cancellationToken)
    {
        DocumentExchanges.Enqueue(http);
        var source = body.AsStream();
        if (request.OperationAttributes.Text("compression") == "gzip")
        {
            source = new GZipStream(source, CompressionMode.Decompress);
        }

        var document = await TakeDocumentAsync(stream, (buffer, token) => source.ReadAsync(buffer, token), cancellationToken);
        if (document is null)
        {
            return null;
        }

        Keep(document);
        _jobs[id] = (EndState, _jobs[id].Request);
        await StepAsync("taken", cancellationToken);
        return LoseAnswer(stream) ? null : Answer(request, IppStatus.Ok, Job(id));
    }

    private int NewJob(IppMessage request)
    {
        var id = Interlocked.Increment(ref _lastJob);
        _jobs[id] = (Pending, request);
        return id;
    }

    private IppGroup Printer() => new(
        IppTag.PrinterGroup,
        [
            IppAttribute.Enum("operations-supported", [.. Supported.Select(operation => (int)operation)]),
            IppAttribute.Mime("document-format-supported", Formats),
            IppAttribute.Keyword("compression-supported", Compressions),
            IppAttribute.Integer("printer-up-time", 100),
            .. Templates.Select(name => IppAttribute.Boolean(name + "-supported", value: true)),
        ]);

    private IppGroup Job(int id)
    {
        var (state, request) = _jobs[id];
        return new IppGroup(
            IppTag.JobGroup,
            [
                IppAttribute.Integer("job-id", id),
                IppAttribute.Enum("job-state", state),
                IppAttribute.Keyword("job-state-reasons", state switch
                {
                    Pending => "job-incoming",
                    (int)IppJobState.Aborted => "aborted-by-system",
                    _ => "none",
                }),
                IppAttribute.NameOf("job-name", request.OperationAttributes.Text("job-name") ?? ""),
                IppAttribute.NameOf("job-originating-user-name", request.OperationAttributes.Text("requesting-user-name") ?? ""),
                IppAttribute.Integer("time-at-creation", 101),
            ]);
    }

    private sealed class BodyStream(HttpExchange http) : ReadOnlyStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            http.ReadBodyAsync(buffer, cancellationToken);
    }
}
