using System.Buffers.Binary;
using System.Text;

namespace TicketFlow.Ipp;

/// <summary>The bytes of single values (RFC 8010, section 3.9).</summary>
internal static class IppValues
{
    private const int DateTimeBytes = 11;
    private const int ResolutionBytes = 9;

    /// <summary>Strict, so that what is read is written alike.</summary>
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="IppFormatException">The length does not fit the tag.</exception>
    public static IppValue Read(IppTag tag, ReadOnlyMemory<byte> value) => tag switch
    {
        IppTag.Integer or IppTag.Enum => new IppInteger(tag, BinaryPrimitives.ReadInt32BigEndian(Exactly(tag, value, 4))),
        IppTag.Boolean => new IppBoolean(Exactly(tag, value, 1)[0] != 0),
        IppTag.RangeOfInteger => ReadRange(Exactly(tag, value, 8)),
        IppTag.Resolution => ReadResolution(Exactly(tag, value, ResolutionBytes)),
        IppTag.DateTime => ReadDateTime(value),
        IppTag.TextWithLanguage or IppTag.NameWithLanguage => ReadWithLanguage(tag, value.Span),
        _ when IppTags.IsText(tag) => new IppText(tag, Utf8(value.Span)),
        _ when IppTags.IsOutOfBand(tag) => new IppOutOfBand(tag),
        _ => new IppBytes(tag, value),
    };

    public static byte[] Write(IppValue value) => value switch
    {
        IppInteger v => Write(v.Value),
        IppBoolean v => [v.Value ? (byte)1 : (byte)0],
        IppRange v => [.. Write(v.Lower), .. Write(v.Upper)],
        IppResolution v => [.. Write(v.CrossFeed), .. Write(v.Feed), v.Units],
        IppDateTime v => WriteDateTime(v.Value),
        IppText { Language: { } language } v => WriteWithLanguage(v.Value, language),
        IppText v => Strict.GetBytes(v.Value),
        IppBytes v => v.Value.ToArray(),
        _ => [],
    };

    /// <summary>Old senders put Latin-1 into text; what is no UTF-8 is read as that rather than refused.</summary>
    public static string Utf8(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    private static IppRange ReadRange(ReadOnlySpan<byte> b) =>
        new(BinaryPrimitives.ReadInt32BigEndian(b), BinaryPrimitives.ReadInt32BigEndian(b[4..]));

    private static IppResolution ReadResolution(ReadOnlySpan<byte> b) =>
        new(BinaryPrimitives.ReadInt32BigEndian(b), BinaryPrimitives.ReadInt32BigEndian(b[4..]), b[8]);

    /// <summary>A moment no calendar knows stays bytes: nobody is served by refusing a printer for its clock.</summary>
    private static IppValue ReadDateTime(ReadOnlyMemory<byte> value)
    {
        var b = Exactly(IppTag.DateTime, value, DateTimeBytes);
        try
        {
            var offset = new TimeSpan(b[9], b[10], 0) * (b[8] == '-' ? -1 : 1);
            return new IppDateTime(new DateTimeOffset(
                BinaryPrimitives.ReadUInt16BigEndian(b), b[2], b[3], b[4], b[5], Math.Min(b[6], (byte)59), b[7] * 100, offset));
        }
        catch (ArgumentException)
        {
            return new IppBytes(IppTag.DateTime, value);
        }
    }

    private static byte[] WriteDateTime(DateTimeOffset at)
    {
        var (sign, offset) = at.Offset < TimeSpan.Zero ? ('-', -at.Offset) : ('+', at.Offset);
        return
        [
            (byte)(at.Year >> 8), (byte)at.Year, (byte)at.Month, (byte)at.Day, (byte)at.Hour, (byte)at.Minute, (byte)at.Second,
            (byte)(at.Millisecond / 100), (byte)sign, (byte)offset.Hours, (byte)offset.Minutes,
        ];
    }

    private static IppText ReadWithLanguage(IppTag tag, ReadOnlySpan<byte> b)
    {
        var language = Part(ref b);
        return new IppText(tag, Part(ref b), language);
    }

    private static string Part(ref ReadOnlySpan<byte> b)
    {
        if (b.Length < 2 || BinaryPrimitives.ReadInt16BigEndian(b) is var length && (length < 0 || length > b.Length - 2))
        {
            throw new IppFormatException(IppFormatErrors.Malformed, "A text with a language has lengths that do not fit.");
        }

        var part = Utf8(b.Slice(2, length));
        b = b[(2 + length)..];
        return part;
    }

    private static byte[] WriteWithLanguage(string text, string language)
    {
        var (l, t) = (Strict.GetBytes(language), Strict.GetBytes(text));
        return [(byte)(l.Length >> 8), (byte)l.Length, .. l, (byte)(t.Length >> 8), (byte)t.Length, .. t];
    }

    private static byte[] Write(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static ReadOnlySpan<byte> Exactly(IppTag tag, ReadOnlyMemory<byte> value, int length) => value.Length == length
        ? value.Span
        : throw new IppFormatException(IppFormatErrors.Malformed, $"A value of type {tag} has {value.Length} bytes instead of {length}.");
}
