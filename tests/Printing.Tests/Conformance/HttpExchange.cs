using System.Globalization;
using System.Text;

namespace TicketFlow.Printing.Tests.Conformance;

/// <summary>One HTTP/1.1 request on a connection, so plain that a test can break off at any byte.</summary>
internal sealed class HttpExchange(PeerStream stream, IReadOnlyDictionary<string, string> headers)
{
    private long _left;
    private bool _ended;

    public bool IsChunked => headers.TryGetValue("Transfer-Encoding", out var coding) && coding == "chunked";

    public bool ExpectsContinue => headers.ContainsKey("Expect");

    public static async Task<HttpExchange> ReadAsync(PeerStream stream, CancellationToken cancellationToken)
    {
        await stream.ReadLineAsync(cancellationToken);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await stream.ReadLineAsync(cancellationToken) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        var exchange = new HttpExchange(stream, headers);
        exchange._left = exchange.IsChunked ? 0 : long.Parse(headers["Content-Length"], CultureInfo.InvariantCulture);
        return exchange;
    }

    public Task ContinueAsync(CancellationToken cancellationToken) =>
        stream.SendAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken);

    /// <summary>The next piece of the body; 0 at its end.</summary>
    public async ValueTask<int> ReadBodyAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_left == 0 && !await NextChunkAsync(cancellationToken))
        {
            return 0;
        }

        var read = await stream.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
        _left -= read > 0 ? read : throw new EndOfStreamException();
        if (_left == 0 && IsChunked)
        {
            await stream.ReadLineAsync(cancellationToken);
        }

        return read;
    }

    public Task AnswerAsync(int status, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var head = $"HTTP/1.1 {status} Said\r\nContent-Type: application/ipp\r\nContent-Length: {body.Length}\r\n\r\n";
        return stream.SendAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. body.Span], cancellationToken);
    }

    private async Task<bool> NextChunkAsync(CancellationToken cancellationToken)
    {
        if (!IsChunked || _ended)
        {
            return false;
        }

        _left = long.Parse(await stream.ReadLineAsync(cancellationToken), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        if (_left == 0)
        {
            _ended = true;
            await stream.ReadLineAsync(cancellationToken);
        }

        return !_ended;
    }
}
