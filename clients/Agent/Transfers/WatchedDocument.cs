namespace TicketFlow.Agent.Transfers;

/// <summary>A document in the hands of code from outside: how far it was read is known, and it can be taken away.</summary>
internal sealed class WatchedDocument(Stream document, long length, Action moved) : Stream
{
    private long _position;
    private long _farthest;
    private volatile bool _taken;

    /// <summary>How many bytes from the beginning were read at least once.</summary>
    public long Farthest => Interlocked.Read(ref _farthest);

    public override bool CanRead => true;

    public override bool CanSeek => document.CanSeek;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    /// <summary>From now on every read fails.</summary>
    public void TakeAway() => _taken = true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_taken, this);
        return Note(await document.ReadAsync(buffer, cancellationToken));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        ObjectDisposedException.ThrowIf(_taken, this);
        return Note(document.Read(buffer, offset, count));
    }

    public override long Seek(long offset, SeekOrigin origin) => _position = document.Seek(
        origin is SeekOrigin.End ? length + offset : offset, origin is SeekOrigin.End ? SeekOrigin.Begin : origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Note(int read)
    {
        _position += read;
        Interlocked.Exchange(ref _farthest, Math.Max(_farthest, _position));
        moved();
        return read;
    }
}
