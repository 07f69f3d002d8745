using System.Net;

namespace TicketFlow.Ipp;

/// <summary>The other side speaks HTTP but did not answer this request with IPP.</summary>
public sealed class IppHttpException(HttpStatusCode status)
    : IOException($"The printer answered with HTTP status {(int)status} ({status}).")
{
    public HttpStatusCode Status { get; } = status;
}
