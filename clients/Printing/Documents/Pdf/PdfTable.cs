using System.Runtime.InteropServices;

namespace TicketFlow.Printing.Documents.Pdf;

/// <summary>Where an object stands: at an offset, or at a place in an object stream.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PdfPlace(long Offset, int InStream, int Index);

/// <summary>
/// The cross-reference sections, newest first (ISO 32000-1, 7.5.4 and 7.5.8). Tables stay in the file and are looked up there.
/// </summary>
internal sealed class PdfTable
{
    private const int MostSections = 1000;
    private const int MostRanges = 20_000;
    private const int EntryBytes = 20;
    private const int MostStreamBytes = 4 * 1024 * 1024;

    private readonly PdfParser _parser;
    private readonly List<Range> _ranges = [];
    private int _streamBytes;

    /// <summary>Reads all sections.</summary>
    /// <exception cref="DocumentFormatException">The table is broken.</exception>
    public PdfTable(PdfParser parser, long startOffset)
    {
        _parser = parser;
        var seen = new HashSet<long>();
        for (long? at = startOffset; at is { } offset;)
        {
            if (offset < 0 || offset >= parser.Bytes.Length || seen.Count > MostSections)
            {
                throw new DocumentFormatException("A PDF cross-reference table that is not where it should be.");
            }

            if (!seen.Add(offset))
            {
                break;
            }

            var trailer = ReadSection(offset);
            Trailer ??= trailer;

            // A hybrid file's stream holds what old readers shall not see.
            if (trailer.Integer("XRefStm") is { } hybrid && seen.Add(hybrid))
            {
                ReadSection(hybrid);
            }

            at = trailer.Integer("Prev");
        }
    }

    public PdfDictionary? Trailer { get; }

    public PdfPlace? Find(int number)
    {
        foreach (var range in _ranges.Where(range => number >= range.First && number - range.First < range.Count))
        {
            return range.Rows is null ? FromTable(range, number - range.First) : FromStream(range, number - range.First);
        }

        return null;
    }

    private PdfDictionary ReadSection(long offset)
    {
        var bytes = _parser.Bytes;
        bytes.Position = offset;
        _parser.SkipBlanks();
        if (bytes.Peek(4).StartsWith("xref"u8))
        {
            bytes.Skip(4);
            return ReadTable();
        }

        if (_parser.ReadObjectHeader() is null || _parser.ReadObject() is not PdfDictionary stream || !stream.IsNamed("Type", "XRef"))
        {
            throw new DocumentFormatException("No PDF cross-reference table where one should be.");
        }

        ReadStream(stream);
        return stream;
    }

    private PdfDictionary ReadTable()
    {
        while (true)
        {
            var word = _parser.ReadWord();
            if (word == "trailer")
            {
                return _parser.ReadObject() as PdfDictionary ?? throw new DocumentFormatException("A PDF without a trailer.");
            }

            if (!int.TryParse(word, out var first) || _parser.ReadInteger() is not { } count || first < 0 || count < 0)
            {
                throw new DocumentFormatException("A PDF cross-reference table that is broken.");
            }

            _parser.SkipBlanks();
            Add(new Range(first, count, _parser.Bytes.Position, null, []));
            _parser.Bytes.Skip((long)count * EntryBytes);
        }
    }

    private void ReadStream(PdfDictionary stream)
    {
        var widths = (stream.Get("W") as List<object?>)?.Select(w => w is double and >= 0 and <= 8 and var d ? (int)d : -1).ToArray();
        if (widths is not { Length: 3 } || widths.Contains(-1) || widths.Sum() == 0 || stream.Integer("Length") is not { } length)
        {
            throw new DocumentFormatException("A PDF cross-reference stream that is broken.");
        }

        var rows = PdfStreams.Unpack(_parser.Bytes, stream, length);
        _streamBytes += rows.Length;
        if (_streamBytes > MostStreamBytes)
        {
            throw new DocumentFormatException("A PDF cross-reference stream without end.");
        }

        var index = (stream.Get("Index") as List<object?>)?.OfType<double>().ToArray() ?? [0, stream.Integer("Size") ?? 0];
        var at = 0L;
        for (var i = 0; i + 1 < index.Length; i += 2)
        {
            var (first, count) = ((int)Math.Clamp(index[i], 0, int.MaxValue), (int)Math.Clamp(index[i + 1], 0, int.MaxValue));
            Add(new Range(first, count, at, rows, widths));
            at += (long)count * widths.Sum();
        }
    }

    private void Add(Range range)
    {
        if (_ranges.Count >= MostRanges)
        {
            throw new DocumentFormatException("A PDF cross-reference table without end.");
        }

        _parser.Bytes.Budget.Spend();
        _ranges.Add(range);
    }

    private PdfPlace? FromTable(Range range, int index)
    {
        _parser.Bytes.Position = range.At + ((long)index * EntryBytes);
        var row = _parser.Bytes.Peek(18);
        return row.Length == 18 && row[17] == 'n' && long.TryParse(row[..10], out var offset) ? new PdfPlace(offset, 0, 0) : null;
    }

    private static PdfPlace? FromStream(Range range, int index)
    {
        var at = range.At + ((long)index * range.Widths.Sum());
        if (at + range.Widths.Sum() > range.Rows!.Length)
        {
            return null;
        }

        Span<long> field = stackalloc long[3];
        for (var i = 0; i < 3; i++)
        {
            for (var b = 0; b < range.Widths[i]; b++)
            {
                field[i] = (field[i] << 8) | range.Rows[at++];
            }
        }

        return (range.Widths[0] == 0 ? 1 : field[0]) switch
        {
            1 => new PdfPlace(field[1], 0, 0),
            2 when field[1] is > 0 and <= int.MaxValue => new PdfPlace(0, (int)field[1], (int)field[2]),
            _ => null,
        };
    }

    /// <summary>Objects that follow each other: rows of 20 bytes in the file, or packed ones here.</summary>
    private sealed record Range(int First, int Count, long At, byte[]? Rows, int[] Widths);
}
