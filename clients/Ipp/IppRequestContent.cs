using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace TicketFlow.Ipp;

/// <summary>The body of a request: the message, and the document right behind it, never in memory as a whole.</summary>
internal sealed class IppRequestContent : HttpContent
{
    private const int CopyBytes = 256 * 1024;
    private readonly byte[] _message;
    private readonly IppDocument? _document;

    public IppRequestContent(IppMessage message, IppDocument? document)
    {
        (_message, _document) = (IppWriter.Write(message), document);
        Headers.ContentType = new MediaTypeHeaderValue(IppClient.MediaType);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_message, cancellationToken);
        if (_document is null)
        {
            return;
        }

        if (_document.BeforeFirstByte is { } before)
        {
            await before(cancellationToken);
        }

        await CopyAsync(_document, stream, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _message.Length + (_document?.Length ?? 0);
        return _document is null or { Length: not null };
    }

    private static async Task CopyAsync(IppDocument document, Stream to, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBytes);
        try
        {
            var sent = 0L;
            while (await document.Content.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                document.Progress?.Report(sent += read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
