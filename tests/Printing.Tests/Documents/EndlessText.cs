namespace TicketFlow.Printing.Tests.Documents;

/// <summary>A text of any length that takes no room.</summary>
internal sealed class EndlessText : Stream
{
    public long SetLengthTo { get; init; } = 1L << 40;

    /// <summary>Bytes handed out.</summary>
    public long Read64 { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => SetLengthTo;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = (int)Math.Min(count, Length - Position);
        buffer.AsSpan(offset, read).Fill((byte)'x');
        Position += read;
        Read64 += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
