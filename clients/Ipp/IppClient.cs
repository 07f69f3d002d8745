using System.IO.Pipelines;
using System.Net;

namespace TicketFlow.Ipp;

/// <summary>
/// Sends requests to an IPP printer over HTTP (RFC 8010, section 4): <c>ipp</c> and <c>http</c> in the clear, <c>ipps</c> and <c>https</c>
/// with TLS, as the given client's handler trusts. Safe for several callers at a time.
/// </summary>
public sealed class IppClient(HttpMessageInvoker http, IppLimits? limits = null)
{
    internal const string MediaType = "application/ipp";
    private const int DefaultPort = 631;
    private int _lastRequestId;

    /// <summary>
    /// A handler with what IPP wants: no proxy, no redirects, connections used again, the document kept back until wanted.
    /// </summary>
    /// <param name="connectTimeout">Longest wait for a connection, TLS included.</param>
    public static SocketsHttpHandler CreateHandler(TimeSpan connectTimeout) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectTimeout = connectTimeout,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        Expect100ContinueTimeout = TimeSpan.FromSeconds(1),
    };

    /// <summary>The next free number for a request; never 0.</summary>
    public int NextRequestId() => (Interlocked.Increment(ref _lastRequestId) & int.MaxValue) is > 0 and var id ? id : NextRequestId();

    /// <summary>Where a printer's URI is asked: <c>ipp://host/ipp/print</c> becomes <c>http://host:631/ipp/print</c>.</summary>
    /// <exception cref="ArgumentException">Not an absolute URI of one of the four schemes.</exception>
    public static Uri HttpUriOf(Uri printer)
    {
        var scheme = printer.IsAbsoluteUri ? printer.Scheme : "";
        return scheme switch
        {
            "http" or "https" => printer,
            "ipp" or "ipps" => new UriBuilder(printer)
            {
                Scheme = scheme == "ipp" ? Uri.UriSchemeHttp : Uri.UriSchemeHttps,
                Port = printer.Port < 0 ? DefaultPort : printer.Port,
            }.Uri,
            _ => throw new ArgumentException(
                $"'{printer}' is no printer's URI: it begins with ipp:, ipps:, http: or https:.", nameof(printer)),
        };
    }

    /// <summary>
    /// Sends a request, with a document behind it when there is one, and returns the printer's answer whatever its status.
    /// </summary>
    /// <exception cref="HttpRequestException">The connection failed or broke.</exception>
    /// <exception cref="IppHttpException">HTTP was answered, IPP was not: no printer under this path, no access, …</exception>
    /// <exception cref="IppFormatException">The answer is not IPP.</exception>
    /// <exception cref="IOException">The document could not be read, or the connection broke while the answer came.</exception>
    public async Task<IppMessage> SendAsync(
        Uri printer, IppMessage request, IppDocument? document = null, CancellationToken cancellationToken = default)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, HttpUriOf(printer));
        message.Version = HttpVersion.Version11;
        message.Content = new IppRequestContent(request, document);
        if (document is not null)
        {
            message.Headers.ExpectContinue = true;
        }

        // An invoker that is an HttpClient would otherwise buffer the answer; the handler itself never does.
        using var response = http is HttpClient client
            ? await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            : await http.SendAsync(message, cancellationToken);
        if (response.StatusCode is not HttpStatusCode.OK)
        {
            throw new IppHttpException(response.StatusCode);
        }

        var body = PipeReader.Create(await response.Content.ReadAsStreamAsync(cancellationToken));
        try
        {
            return await IppReader.ReadAsync(body, limits, cancellationToken);
        }
        finally
        {
            await body.CompleteAsync();
        }
    }
}
