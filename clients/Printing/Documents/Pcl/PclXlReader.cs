namespace TicketFlow.Printing.Documents.Pcl;

/// <summary>
/// PCL XL, also called PCL 6 (PCL XL Feature Reference, protocol class 2.0 and 3.0): a stream of tagged values and operators.
/// </summary>
internal static class PclXlReader
{
    private const int LongestHeader = 4096;
    private const byte EndSession = 0x42;
    private const byte BeginPage = 0x43;
    private const byte EndPage = 0x44;
    private const byte SetColorSpace = 0x6A;
    private const byte SetColorSpaceOld = 0x5C;

    private const int AttributeColorSpace = 3;
    private const int AttributeMediaSize = 37;
    private const int AttributePageCopies = 49;
    private const int AttributeSimplex = 52;
    private const int AttributeDuplex = 53;
    private const int Gray = 1;

    public static DocumentProperties Read(DocumentBytes bytes)
    {
        // ')' binary with the low byte first, '(' with the high byte first.
        var bigEndian = bytes.Next() switch
        {
            ')' => false,
            '(' => true,
            _ => throw new DocumentFormatException("PCL XL in an encoding that is not in use."),
        };
        for (var i = 0; bytes.Next() is not '\n'; i++)
        {
            if (i > LongestHeader || bytes.AtEnd)
            {
                throw new DocumentFormatException("PCL XL without an end of its header.");
            }
        }

        var values = new PclXlValues(bytes, bigEndian);
        var pages = new XlPages();
        while (bytes.Next() is >= 0 and var tag)
        {
            if (tag == PjlReader.UniversalExit[0])
            {
                bytes.Position--;
                return pages.Result();
            }

            if (!values.Take((byte)tag))
            {
                pages.Operator((byte)tag, values);
                values.Clear();
            }
        }

        return pages.Result();
    }

    private sealed class XlPages
    {
        private long _pages;
        private long _printed;
        private int _copies = 1;
        private bool? _colour;
        private int? _sides;
        private string? _paper;
        private bool _differ;
        private bool _open;
        private bool _ended;

        public void Operator(byte code, PclXlValues values)
        {
            switch (code)
            {
                case BeginPage:
                    _open = true;
                    _paper ??= Paper(values);
                    _sides = values[AttributeDuplex] is not null ? 2 : values[AttributeSimplex] is not null ? 1 : _sides;
                    break;
                case EndPage:
                    var copies = (int)Math.Clamp(values[AttributePageCopies] ?? 1, 1, 99_999);
                    _differ |= _pages > 0 && copies != _copies;
                    _copies = copies;
                    _pages++;
                    _printed += copies;
                    _open = false;
                    break;
                case SetColorSpace or SetColorSpaceOld when values[AttributeColorSpace] is { } space:
                    _colour = space == Gray ? _colour ?? false : true;
                    break;
                case EndSession:
                    _ended = true;
                    break;
            }
        }

        public DocumentProperties Result()
        {
            var pages = _differ ? _printed : _pages;
            var whole = _ended && !_open && pages is > 0 and <= int.MaxValue;
            return new DocumentProperties(
                DocumentFormats.PclXl, whole ? (int)pages : null, _differ || !whole ? null : _copies, _colour, _sides, _paper);
        }

        private static string? Paper(PclXlValues values) => values.Text(AttributeMediaSize) is { } name
            ? PaperNames.Named(name)
            : values[AttributeMediaSize] is { } number ? PaperNames.OfPclXl((int)number) : null;
    }
}
