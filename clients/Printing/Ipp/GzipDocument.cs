using System.IO.Compression;

namespace TicketFlow.Printing.Ipp;

/// <summary>A document compressed while it is read, a piece at a time.</summary>
internal sealed class GzipDocument : ReadOnlyStream
{
    private readonly Stream _source;
    private readonly MemoryStream _ready = new();
    private readonly GZipStream _gzip;
    private readonly byte[] _piece = new byte[64 * 1024];
    private bool _ended;

    public GzipDocument(Stream source)
    {
        _source = source;
        _gzip = new GZipStream(_ready, CompressionLevel.Fastest, leaveOpen: true);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_ready.Position == _ready.Length && !_ended)
        {
            _ready.SetLength(0);
            var read = await _source.ReadAsync(_piece, cancellationToken);
            if (read > 0)
            {
                await _gzip.WriteAsync(_piece.AsMemory(0, read), cancellationToken);
            }
            else
            {
                await _gzip.DisposeAsync();
                _ended = true;
            }

            _ready.Position = 0;
        }

        return _ready.Read(buffer.Span);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
            _ready.Dispose();
        }

        base.Dispose(disposing);
    }
}
