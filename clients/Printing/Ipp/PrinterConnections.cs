using System.Collections.Concurrent;
using System.Net.Sockets;
using TicketFlow.Ipp;
using TicketFlow.Printing.Raw;

namespace TicketFlow.Printing.Ipp;

/// <summary>
/// The connections to one printer. They know what its kernel has acknowledged: a slow printer empties the buffers long after the last
/// byte was handed over, and is not stalled while it does.
/// </summary>
internal sealed class PrinterConnections : IDisposable
{
    private readonly ConcurrentDictionary<Socket, byte> _sockets = new();

    public PrinterConnections(string authority, CertificateTrust trust, IppTransferOptions options)
    {
        var handler = IppClient.CreateHandler(options.ConnectTimeout);
        handler.PooledConnectionIdleTimeout = options.IdleConnection;
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
            trust.Accepts(authority, certificate as System.Security.Cryptography.X509Certificates.X509Certificate2, errors);
        handler.ConnectCallback = ConnectAsync;
        Http = new HttpMessageInvoker(handler);
    }

    public HttpMessageInvoker Http { get; }

    /// <summary>Bytes acknowledged on all open connections; null where the system cannot tell.</summary>
    public long? Acknowledged()
    {
        var sum = default(long?);
        foreach (var socket in _sockets.Keys)
        {
            if (AcknowledgedBytes.Of(socket) is { } bytes)
            {
                sum = (sum ?? 0) + bytes;
            }
            else
            {
                _sockets.TryRemove(socket, out _);
            }
        }

        return sum;
    }

    public void Dispose() => Http.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            Acknowledged();
            _sockets[socket] = 0;
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
