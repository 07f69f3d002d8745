using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TicketFlow.Agent.Desktop.Users;
using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Spool;
using TicketFlow.Ipp;

namespace TicketFlow.Agent.Desktop.Printer;

/// <summary>IPP over HTTP (RFC 8010, section 4): who may come in, what a request must be, and what answers it.</summary>
internal sealed class IppDoor(
    IppPrinter printer, PrinterBook printers, UnansweredJobs unanswered, DesktopOptions options, ILogger<IppDoor> log)
{
    /// <summary>Key of the connection's proven account in its items.</summary>
    public const string AccountItem = "ticketflow.desktop.account";

    private const string MediaType = "application/ipp";

    /// <summary>A request describes one job; what needs more than this is no request of a print system.</summary>
    private static readonly IppLimits Limits = new() { MaxBytes = 256 * 1024, MaxValues = 10_000 };

    public async Task HandleAsync(HttpContext context)
    {
        if (Stranger(context) is var (status, sentence))
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(sentence, context.RequestAborted);
            return;
        }

        var account = (string)context.Features.Get<IConnectionItemsFeature>()!.Items[AccountItem]!;
        if (await ReadAsync(context) is { } message)
        {
            var (answer, taken) = await AnswerAsync(context, message, DesktopCaller.Of(account, options));
            await unanswered.TellAsync(taken is null ? [] : [taken], () => WriteAsync(context, answer));
        }
    }

    /// <summary>
    /// Loopback is open to every program and, through the browser, to every web site. A browser cannot send IPP's media type to another
    /// site without asking first, names itself by Origin, and a name that only leads to 127.0.0.1 stands in Host.
    /// </summary>
    private static (int Status, string Text)? Stranger(HttpContext context)
    {
        var request = context.Request;
        if (request.Headers.Origin.Count > 0 || request.Host.Host is not ("127.0.0.1" or "localhost"))
        {
            return (StatusCodes.Status403Forbidden, "Only programs of this computer may print here.");
        }

        if (request.ContentType?.Split(';')[0].Trim() != MediaType)
        {
            return (StatusCodes.Status415UnsupportedMediaType, "This is an IPP printer: the body is application/ipp.");
        }

        return context.Features.Get<IConnectionItemsFeature>()?.Items.ContainsKey(AccountItem) is true
            ? null
            : (StatusCodes.Status403Forbidden, "The system does not say which user's program asks.");
    }

    private static async Task<IppMessage?> ReadAsync(HttpContext context)
    {
        try
        {
            return await IppReader.ReadAsync(context.Request.BodyReader, Limits, context.RequestAborted);
        }
        catch (IppFormatException e) when (e.Header is var (version, requestId))
        {
            await WriteAsync(context, IppCall.Compose(version, requestId, e.Status, e.Message));
            return null;
        }
        catch (IppFormatException e)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(e.Message, context.RequestAborted);
            return null;
        }
    }

    private async Task<(IppMessage Answer, JobEntry? Taken)> AnswerAsync(HttpContext context, IppMessage message, DesktopCaller caller)
    {
        if (RequestRules.Broken(message) is var (status, text))
        {
            return (IppCall.Compose(message.Version, message.RequestId, status, text), null);
        }

        var name = NameIn(context);
        var user = caller.UserOf(message.OperationAttributes.Text("requesting-user-name"));
        var (found, mayUse) = await printers.FindAsync(caller, user, name, context.RequestAborted);
        if (found is null)
        {
            return (IppCall.Compose(message.Version, message.RequestId, IppStatus.NotFound, $"You have no printer '{name}'."), null);
        }

        var call = new IppCall(message, found, caller, context.Connection.LocalPort, context.Request.BodyReader.AsStream(leaveOpen: true));
        if (!mayUse && !IsAboutOwnJobs(message.Operation))
        {
            return (call.Refuse(IppStatus.NotAuthorized, NotYours(user, found.Name)), null);
        }

        try
        {
            return (await printer.AnswerAsync(call, context.RequestAborted), call.Taken);
        }
        catch (InvalidDataException)
        {
            return (call.Refuse(IppStatus.CompressionError, "The document is not compressed as it says."), call.Taken);
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested && e is not BadHttpRequestException)
        {
            // The top of a request: the program gets an answer, and the agent lives.
            DesktopLog.Fault(log, found.Name, e);
            return (call.Refuse(IppStatus.InternalError, "The agent failed: " + e.Message), call.Taken);
        }
    }

    /// <summary>Who may no longer use a printer may still see and cancel what is there.</summary>
    private static bool IsAboutOwnJobs(IppOperation operation) => operation is IppOperation.CancelJob or IppOperation.CancelMyJobs
        or IppOperation.GetJobAttributes or IppOperation.GetJobs;

    private static string NotYours(string user, string printer) =>
        $"{user} may not print on {printer}. 'ticketflow printers' lists the printers you may use; for this one ask who administers it.";

    private static string NameIn(HttpContext context) =>
        ((string)context.Request.RouteValues["printer"]!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static async Task WriteAsync(HttpContext context, IppMessage answer)
    {
        var body = IppWriter.Write(answer);
        context.Response.ContentType = MediaType;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
        await context.Response.CompleteAsync();
        context.RequestAborted.ThrowIfCancellationRequested();
    }
}
