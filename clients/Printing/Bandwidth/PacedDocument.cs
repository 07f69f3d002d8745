namespace TicketFlow.Printing.Bandwidth;

/// <summary>
/// A document that comes in small pieces, each when its turn has come. Reading ahead is therefore not possible, and need not be.
/// </summary>
internal sealed class PacedDocument(Stream document, string host, BandwidthLimits limits) : Stream
{
    /// <summary>Pieces a second at most, so that jobs of one site take turns and a change of the limit is soon felt.</summary>
    private const int PiecesPerSecond = 20;

    private const int SmallestPiece = 512;

    public override bool CanRead => true;

    public override bool CanSeek => document.CanSeek;

    public override bool CanWrite => false;

    public override long Length => document.Length;

    public override long Position
    {
        get => document.Position;
        set => document.Position = value;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (limits.RuleFor(host) is not { } rule)
        {
            return await document.ReadAsync(buffer, cancellationToken);
        }

        var piece = (int)Math.Clamp(rule.BytesPerSecond / PiecesPerSecond, SmallestPiece, Math.Max(SmallestPiece, buffer.Length));
        var read = await document.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
        await limits.WaitTurnAsync(rule, read, cancellationToken);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A paced document is read asynchronously: waiting must not hold a thread.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => document.Seek(offset, origin);

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
