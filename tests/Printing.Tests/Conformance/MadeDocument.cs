namespace TicketFlow.Printing.Tests.Conformance;

/// <summary>A document of any length that is nowhere kept: each byte follows from its place.</summary>
internal sealed class MadeDocument(long length) : Stream
{
    private const int Pattern = 65_521;
    private static readonly byte[] Bytes = Make();
    private long _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _at;
        set => throw new NotSupportedException();
    }

    public static Received ReceivedWhole(long length)
    {
        using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
        var document = new MadeDocument(length);
        var buffer = new byte[64 * 1024];
        while (document.Read(buffer, 0, buffer.Length) is > 0 and var read)
        {
            hash.AppendData(buffer, 0, read);
        }

        return new Received(length, Convert.ToHexString(hash.GetHashAndReset()));
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var from = (int)(_at % Pattern);
        var count = (int)Math.Min(Math.Min(buffer.Length, Pattern - from), length - _at);
        Bytes.AsSpan(from, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static byte[] Make()
    {
        var bytes = new byte[Pattern];
        new Random(1179).NextBytes(bytes);
        return bytes;
    }
}
