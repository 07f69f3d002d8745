namespace TicketFlow.Printing.Documents.Pdf;

/// <summary>Finds a PDF's objects by their number.</summary>
internal sealed class PdfFile
{
    private const int TailBytes = 2048;

    private readonly PdfParser _parser;
    private readonly PdfTable _table;
    private (int Number, PdfDictionary Dictionary, DocumentBytes Content)? _lastStream;

    /// <exception cref="DocumentFormatException">The file has no usable table of its objects.</exception>
    public PdfFile(DocumentBytes bytes)
    {
        _parser = new PdfParser(bytes);
        _table = new PdfTable(_parser, FindTable(bytes));
    }

    public PdfDictionary? Catalog => Resolve(_table.Trailer?.Get("Root")) as PdfDictionary;

    /// <summary>Objects in object streams are encrypted with them; others' structure can be read.</summary>
    private bool IsEncrypted => _table.Trailer?.ContainsKey("Encrypt") is true;

    /// <summary>The value itself, or what it refers to; null when that is not there.</summary>
    /// <exception cref="DocumentFormatException">There is something else.</exception>
    public object? Resolve(object? value) => value is PdfReference reference ? Load(reference.Number) : value;

    private object? Load(int number)
    {
        _parser.Bytes.Budget.Spend(4);
        if (_table.Find(number) is not { } place)
        {
            return null;
        }

        if (place.InStream > 0)
        {
            return FromStream(place);
        }

        _parser.Bytes.Position = place.Offset;
        return _parser.ReadObjectHeader() == number
            ? _parser.ReadObject()
            : throw new DocumentFormatException("A PDF object that is not where it should be.");
    }

    /// <summary>Neighbours are asked for one after the other, so the last stream is kept.</summary>
    private object? FromStream(PdfPlace place)
    {
        if (IsEncrypted)
        {
            throw new DocumentFormatException("An encrypted PDF.");
        }

        if (_lastStream?.Number != place.InStream)
        {
            _lastStream = Unpack(place.InStream);
        }

        var (_, dictionary, bytes) = _lastStream.Value;
        bytes.Position = 0;
        var inner = new PdfParser(bytes);
        for (var i = 0; i < place.Index; i++)
        {
            bytes.Budget.Spend();
            if (inner.ReadInteger() is null || inner.ReadInteger() is null)
            {
                return null;
            }
        }

        if (inner.ReadInteger() is null || inner.ReadInteger() is not { } offset || dictionary.Integer("First") is not { } first)
        {
            return null;
        }

        bytes.Position = first + offset;
        return inner.ReadObject();
    }

    private (int, PdfDictionary, DocumentBytes) Unpack(int number)
    {
        // An object stream never stands in another one (7.5.7): so this cannot go round in a circle.
        if (_table.Find(number) is not { InStream: 0 } place)
        {
            throw new DocumentFormatException("A PDF object stream that is not there.");
        }

        _parser.Bytes.Position = place.Offset;
        if (_parser.ReadObjectHeader() != number || _parser.ReadObject() is not PdfDictionary stream)
        {
            throw new DocumentFormatException("A PDF object stream that is not there.");
        }

        var content = PdfStreams.Unpack(_parser.Bytes, stream, LengthOf(stream));
        return (number, stream, new DocumentBytes(new MemoryStream(content, writable: false), _parser.Bytes.Budget));
    }

    private long LengthOf(PdfDictionary stream)
    {
        if (stream.Get("Length") is not PdfReference reference)
        {
            return stream.Integer("Length") ?? -1;
        }

        if (_table.Find(reference.Number) is not { InStream: 0 } place)
        {
            return -1;
        }

        _parser.Bytes.Position = place.Offset;
        return _parser.ReadObjectHeader() == reference.Number && _parser.ReadObject() is double length ? (long)length : -1;
    }

    private static long FindTable(DocumentBytes bytes)
    {
        bytes.Position = Math.Max(0, bytes.Length - TailBytes);
        var tail = bytes.Peek(TailBytes);
        var found = tail.LastIndexOf("startxref"u8);
        if (found < 0)
        {
            throw new DocumentFormatException("A PDF without the place of its table.");
        }

        bytes.Skip(found + "startxref".Length);
        return new PdfParser(bytes).ReadInteger() ?? throw new DocumentFormatException("A PDF without the place of its table.");
    }
}
