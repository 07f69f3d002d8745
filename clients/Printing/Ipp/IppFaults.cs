using System.Net;
using System.Net.Sockets;
using TicketFlow.Ipp;
using TicketFlow.Printing.Raw;

namespace TicketFlow.Printing.Ipp;

/// <summary>What went wrong, sorted by type and code: transport, HTTP, IPP.</summary>
internal static class IppFaults
{
    /// <summary>Whether this is a broken or missing connection, an answer that is none, or a wait that was too long.</summary>
    public static bool IsFault(Exception e) => e is HttpRequestException or IOException or IppFormatException or TimeoutException
        or OperationCanceledException { InnerException: TimeoutException };

    /// <summary>Whether another try could go better: the network, not the printer's word, was the matter.</summary>
    public static bool MayGoBetter(Exception e) =>
        IsFault(e) && e is not (IppHttpException or IppFormatException
            or HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError });

    public static TransferBreak Of(Exception e, string address) => e switch
    {
        IppHttpException http => Of(http, address),
        IppFormatException => new(TransferFault.Rejected, $"{address} does not speak IPP: {e.Message}"),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => new(
            TransferFault.Untrusted,
            $"{address} cannot be trusted: its certificate is not the one it had, or no known authority signed it. If it got a new one, "
            + "take its line out of the agent's file 'printer-certificates'."),
        _ when SocketErrorOf(e) is { } socket => TransferBreak.From(socket, address),
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } or HttpIOException => new(
            TransferFault.ClosedEarly, $"{address} closed the connection before it had answered."),
        HttpRequestException or IOException => new(TransferFault.Reset, $"{address} broke the connection."),
        _ => new(TransferFault.Timeout, $"{address} did not answer in time."),
    };

    /// <summary>Whether the printer only says "not now".</summary>
    public static bool IsNotNow(IppMessage answer) => answer.Status is IppStatus.Busy or IppStatus.NotAcceptingJobs
        or IppStatus.TemporaryError or IppStatus.ServiceUnavailable;

    public static TransferBreak Rejected(IppMessage answer, string what, string address)
    {
        var words = answer.StatusMessage is { Length: > 0 } message ? $": {message}" : "";
        var unsupported = answer.Group(IppTag.UnsupportedGroup)?.Attributes.Select(attribute => attribute.Name).ToList() ?? [];
        var names = unsupported.Count > 0 ? $" (not supported: {string.Join(", ", unsupported)})" : "";
        return new(
            IsNotNow(answer) ? TransferFault.Busy : TransferFault.Rejected,
            $"{address} does not take {what}, IPP status {answer.Status} 0x{answer.Code:x4}{words}{names}.");
    }

    private static TransferBreak Of(IppHttpException e, string address) => e.Status switch
    {
        HttpStatusCode.UpgradeRequired => new(TransferFault.Rejected, $"{address} wants encryption: register it with --mechanism ipps."),
        HttpStatusCode.ServiceUnavailable => new(TransferFault.Busy, $"{address} takes no requests now (HTTP 503)."),
        HttpStatusCode.NotFound => new(TransferFault.Rejected, $"There is no printer under {address} (HTTP 404): is the path right?"),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(
            TransferFault.Rejected, $"{address} wants a password or forbids printing from here (HTTP {(int)e.Status})."),
        var status => new(TransferFault.Rejected, $"{address} answers with HTTP {(int)status} instead of IPP."),
    };

    private static SocketException? SocketErrorOf(Exception? e)
    {
        while (e is not null and not SocketException)
        {
            e = e.InnerException;
        }

        return e as SocketException;
    }
}
