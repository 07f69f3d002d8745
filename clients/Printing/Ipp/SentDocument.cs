namespace TicketFlow.Printing.Ipp;

/// <summary>
/// The document as the connection reads it: counted, reported, and never shorter than announced without anybody noticing.
/// </summary>
internal sealed class SentDocument(TransferJob job, IProgress<long> progress, Action moved) : ReadOnlyStream
{
    private const int BeginningBytes = 64 * 1024;

    private readonly long? _start = job.Document.CanSeek ? job.Document.Position : null;
    private byte[] _ahead = [];
    private int _aheadAt;
    private long _taken;

    /// <summary>Bytes handed on; those of the newest piece only when the next one is asked for.</summary>
    public long Handed { get; private set; }

    /// <summary>Whether a byte was handed to the connection.</summary>
    public bool AnyByteLeft { get; private set; }

    /// <summary>Whether the last byte was handed to the connection, and the end asked for.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Whether the document ended before its announced length.</summary>
    public bool IsTooShort { get; private set; }

    /// <summary>Once the conversation is over, a connection that still reads gets nothing more.</summary>
    public bool Closed { get; set; }

    /// <summary>Reads the first piece ahead; nothing leaves by that.</summary>
    public async Task<ReadOnlyMemory<byte>> PeekAsync(CancellationToken cancellationToken)
    {
        if (_taken == 0 && _ahead.Length == 0)
        {
            var buffer = new byte[(int)Math.Min(BeginningBytes, job.Length)];
            var read = await job.ReadDocumentAsync(buffer, cancellationToken);
            _ahead = buffer[..Math.Max(0, read)];
        }

        return _ahead;
    }

    /// <summary>Begins again; only where the document can.</summary>
    public bool TryRewind()
    {
        if (_start is { } start)
        {
            job.Document.Position = start;
            _ahead = [];
            (_aheadAt, _taken, IsComplete) = (0, 0, false);
        }

        return _start is not null;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(Closed, this);
        Note();
        if (_taken == job.Length)
        {
            IsComplete = true;
            return 0;
        }

        var read = await NextAsync(buffer[..(int)Math.Min(buffer.Length, job.Length - _taken)], cancellationToken);
        if (read <= 0)
        {
            // The connection must break here: an end in order would make half a document a whole one.
            IsTooShort = true;
            throw new IOException($"The document ended after {_taken} of {job.Length} bytes.");
        }

        AnyByteLeft = true;
        _taken += read;
        return read;
    }

    private async ValueTask<int> NextAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_aheadAt == _ahead.Length)
        {
            return await job.ReadDocumentAsync(buffer, cancellationToken);
        }

        var count = Math.Min(buffer.Length, _ahead.Length - _aheadAt);
        _ahead.AsMemory(_aheadAt, count).CopyTo(buffer);
        _aheadAt += count;
        return count;
    }

    private void Note()
    {
        if (_taken > Handed)
        {
            Handed = _taken;
            progress.Report(Handed);
        }

        moved();
    }
}
