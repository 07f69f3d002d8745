using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TicketFlow.Ipp;

namespace TicketFlow.Benchmarks.Transfers;

/// <summary>An IPP printer that takes every job, hashes the document as the other printers do, and calls it completed.</summary>
internal sealed class IppSink : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _lastJob;

    private IppSink(WebApplication app) => _app = app;

    public int Port => new Uri(_app.Urls.Single()).Port;

    public string Address => $"ipp://127.0.0.1:{Port}/ipp/print";

    public static async Task<IppSink> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0").ConfigureKestrel(server => server.Limits.MaxRequestBodySize = null);
        var sink = new IppSink(builder.Build());
        sink._app.MapPost("/ipp/print", sink.TakeAsync);
        await sink._app.StartAsync();
        return sink;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        var request = await IppReader.ReadAsync(context.Request.BodyReader, cancellationToken: context.RequestAborted);
        if (request.Operation is IppOperation.CreateJob or IppOperation.PrintJob)
        {
            Interlocked.Increment(ref _lastJob);
        }

        await SinkHash.TakeAsync(context.Request.Body.ReadAsync, long.MaxValue, context.RequestAborted);
        context.Response.ContentType = "application/ipp";
        var answer = new IppMessage(IppMessage.Version20, (ushort)IppStatus.Ok, request.RequestId, Groups(request.Operation));
        await context.Response.Body.WriteAsync(IppWriter.Write(answer), context.RequestAborted);
    }

    private List<IppGroup> Groups(IppOperation operation)
    {
        var operationGroup = new IppGroup(
            IppTag.OperationGroup,
            [IppAttribute.Charset("attributes-charset", "utf-8"), IppAttribute.Language("attributes-natural-language", "en")]);
        return operation is IppOperation.GetPrinterAttributes ? [operationGroup, Printer()] : [operationGroup, Job()];
    }

    private static IppGroup Printer() => new(
        IppTag.PrinterGroup,
        [
            IppAttribute.Enum(
                "operations-supported",
                (int)IppOperation.PrintJob, (int)IppOperation.ValidateJob, (int)IppOperation.CreateJob, (int)IppOperation.SendDocument,
                (int)IppOperation.CancelJob, (int)IppOperation.GetJobAttributes, (int)IppOperation.GetPrinterAttributes),
            IppAttribute.Mime("document-format-supported", "application/octet-stream"),
            IppAttribute.Keyword("compression-supported", "none"),
        ]);

    private IppGroup Job() => new(
        IppTag.JobGroup,
        [
            IppAttribute.Integer("job-id", _lastJob), IppAttribute.Enum("job-state", (int)IppJobState.Completed),
            IppAttribute.Keyword("job-state-reasons", "none"),
        ]);
}
