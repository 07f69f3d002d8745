using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace TicketFlow.Ipp;

/// <summary>
/// Reads the message at the front of a body and not one byte of the document behind it. What has been framed is not looked at again, so
/// that a sender who drips costs no more than one who pours.
/// </summary>
public static class IppReader
{
    private const int HeaderBytes = 8;

    /// <exception cref="IppFormatException">The bytes are no message, or too many.</exception>
    public static async ValueTask<IppMessage> ReadAsync(
        PipeReader body, IppLimits? limits = null, CancellationToken cancellationToken = default)
    {
        limits ??= IppLimits.Default;
        var framed = 0L;
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            (framed, var complete) = Frame(read.Buffer, framed);
            if (complete && framed <= limits.MaxBytes)
            {
                return Take(body, read.Buffer.Slice(0, framed), limits);
            }

            if (RefusalOf(read, limits, complete) is { } refusal)
            {
                body.AdvanceTo(read.Buffer.End);
                throw refusal;
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>A message that is all there is, without a document.</summary>
    /// <exception cref="IppFormatException">The bytes are no message.</exception>
    public static IppMessage Read(ReadOnlyMemory<byte> message, IppLimits? limits = null)
    {
        limits ??= IppLimits.Default;
        var (framed, complete) = Frame(new ReadOnlySequence<byte>(message), 0);
        return complete && framed <= limits.MaxBytes
            ? Parse(message[..(int)framed], limits)
            : throw Fault(complete ? IppFormatErrors.TooLarge : IppFormatErrors.Truncated, message.Span);
    }

    private static IppMessage Take(PipeReader body, ReadOnlySequence<byte> bytes, IppLimits limits)
    {
        try
        {
            return Parse(bytes.ToArray(), limits);
        }
        finally
        {
            body.AdvanceTo(bytes.End);
        }
    }

    private static IppFormatException? RefusalOf(ReadResult read, IppLimits limits, bool complete)
    {
        if (complete || read.Buffer.Length > limits.MaxBytes)
        {
            return Fault(IppFormatErrors.TooLarge, Front(read.Buffer));
        }

        return read.IsCompleted || read.IsCanceled ? Fault(IppFormatErrors.Truncated, Front(read.Buffer)) : null;
    }

    /// <summary>Steps over whole groups and attributes; stops before the first that is not all there.</summary>
    private static (long Framed, bool Complete) Frame(ReadOnlySequence<byte> buffer, long framed)
    {
        if (buffer.Length < HeaderBytes)
        {
            return (0, false);
        }

        framed = Math.Max(framed, HeaderBytes);
        var reader = new SequenceReader<byte>(buffer.Slice(framed));
        while (reader.TryRead(out var tag))
        {
            if ((IppTag)tag is IppTag.EndOfAttributes)
            {
                return (framed + reader.Consumed, true);
            }

            if (!IppTags.IsDelimiter((IppTag)tag) && !(TrySkip(ref reader) && TrySkip(ref reader)))
            {
                break;
            }

            framed += reader.Consumed;
            reader = new SequenceReader<byte>(reader.UnreadSequence);
        }

        return (framed, false);
    }

    /// <summary>A length that is negative is left for the parser to refuse; it counts as none here.</summary>
    private static bool TrySkip(ref SequenceReader<byte> reader)
    {
        if (!reader.TryReadBigEndian(out short length) || reader.Remaining < length)
        {
            return false;
        }

        reader.Advance(Math.Max((short)0, length));
        return true;
    }

    private static IppMessage Parse(ReadOnlyMemory<byte> message, IppLimits limits)
    {
        try
        {
            return new IppParser(message, limits).Parse();
        }
        catch (IppFormatException e)
        {
            throw new IppFormatException(e.Code, e.Message) { Header = HeaderOf(message.Span) };
        }
    }

    private static IppFormatException Fault(string code, ReadOnlySpan<byte> front) => new(
        code,
        code == IppFormatErrors.TooLarge ? "The IPP message is too large." : "The IPP message ends in its middle.")
    {
        Header = HeaderOf(front),
    };

    private static (ushort Version, int RequestId)? HeaderOf(ReadOnlySpan<byte> front) => front.Length < HeaderBytes
        ? null
        : (BinaryPrimitives.ReadUInt16BigEndian(front),
            BinaryPrimitives.ReadInt32BigEndian(front[4..]));

    private static byte[] Front(ReadOnlySequence<byte> buffer) => buffer.Slice(0, Math.Min(HeaderBytes, buffer.Length)).ToArray();
}
