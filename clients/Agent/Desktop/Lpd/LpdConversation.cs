using System.Text;

namespace TicketFlow.Agent.Desktop.Lpd;

/// <summary>The bytes of one LPD connection: lines, files and acknowledgements (RFC 1179, sections 3 and 6).</summary>
internal sealed class LpdConversation(Stream stream, TimeSpan patience, TimeProvider clock)
{
    private const int LongestLine = 1024;
    private readonly byte[] _one = new byte[1];

    /// <summary>A command with its operands, or null at the end.</summary>
    /// <exception cref="IOException">The line is too long, or the other side broke off or fell silent.</exception>
    public async Task<(byte Code, string Operands)?> ReadCommandAsync(CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        while (await ReadAsync(_one, cancellationToken) == 1)
        {
            if (_one[0] == '\n')
            {
                return line.Count == 0 ? throw new InvalidDataException("A command has no code.")
                    : (line[0], Encoding.UTF8.GetString([.. line.Skip(1)]));
            }

            line.Add(_one[0]);
            if (line.Count > LongestLine)
            {
                throw new InvalidDataException("A command is too long.");
            }
        }

        return line.Count == 0 ? null : throw new EndOfStreamException("A command is not ended.");
    }

    /// <summary>The file of this length; the caller reads it to its end, then <see cref="EndFileAsync"/>.</summary>
    public Stream File() => new PatientStream(this);

    /// <summary>A file of known length is followed by a zero byte.</summary>
    public async Task EndFileAsync(CancellationToken cancellationToken)
    {
        if (await ReadAsync(_one, cancellationToken) != 1 || _one[0] != 0)
        {
            throw new InvalidDataException("A file does not end where it says.");
        }
    }

    public async Task<byte[]> ReadFileAsync(int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        var read = 0;
        while (read < length)
        {
            var more = await ReadAsync(bytes.AsMemory(read), cancellationToken);
            read += more > 0 ? more : throw new EndOfStreamException("A file ends early.");
        }

        await EndFileAsync(cancellationToken);
        return bytes;
    }

    /// <summary>0 is yes; everything else is no, and 2 means "later".</summary>
    public ValueTask AcknowledgeAsync(byte answer, CancellationToken cancellationToken) =>
        stream.WriteAsync(new[] { answer }, cancellationToken);

    public ValueTask SayAsync(string text, CancellationToken cancellationToken) =>
        stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);

    private async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await stream.ReadAsync(buffer, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"The sender was silent for {patience}.", e);
        }
    }

    /// <summary>What comes next, as a stream.</summary>
    private sealed class PatientStream(LpdConversation conversation) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            conversation.ReadAsync(buffer, cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
