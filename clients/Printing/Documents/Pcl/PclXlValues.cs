using System.Text;

namespace TicketFlow.Printing.Documents.Pcl;

/// <summary>The attributes in front of a PCL XL operator.</summary>
internal sealed class PclXlValues(DocumentBytes bytes, bool bigEndian)
{
    private const int LongestText = 64;
    private readonly Dictionary<int, (long? Number, string? Text)> _attributes = [];
    private long? _number;
    private string? _text;

    public long? this[int attribute] => _attributes.TryGetValue(attribute, out var value) ? value.Number : null;

    public string? Text(int attribute) => _attributes.TryGetValue(attribute, out var value) ? value.Text : null;

    public void Clear() => _attributes.Clear();

    /// <summary>Takes the value, attribute or embedded data that the tag begins; false when it is an operator.</summary>
    public bool Take(byte tag)
    {
        switch (tag)
        {
            case 0 or (>= 9 and <= 13) or (byte)' ':
                return true;
            case >= 0x41 and <= 0xBF:
                return false;
            case >= 0xC0 and <= 0xC5:
                TakeNumber(tag & 7);
                return true;
            case >= 0xC8 and <= 0xCD:
                TakeArray(tag & 7);
                return true;
            case (>= 0xD0 and <= 0xD5) or (>= 0xE0 and <= 0xE5):
                Skip((tag >= 0xE0 ? 4 : 2) * SizeOf(tag & 7));
                (_number, _text) = (null, null);
                return true;
            case 0xF8 or 0xF9:
                TakeAttribute(tag - 0xF7);
                return true;
            case 0xFA or 0xFB:
                Skip(bytes.ReadNumber(tag == 0xFA ? 4 : 1, bigEndian));
                return true;
            default:
                throw new DocumentFormatException("A byte that PCL XL has no meaning for.");
        }
    }

    private static int SizeOf(int type) => type switch { 0 => 1, 1 or 3 => 2, _ => 4 };

    private void TakeNumber(int type) => (_number, _text) = (bytes.ReadNumber(SizeOf(type), bigEndian), null);

    private void TakeArray(int type)
    {
        var count = bytes.Next() switch
        {
            0xC0 => bytes.ReadNumber(1, bigEndian),
            0xC1 => bytes.ReadNumber(2, bigEndian),
            _ => throw new DocumentFormatException("A PCL XL array without a length."),
        };
        (_number, _text) = (null, null);
        if (type == 0 && count <= LongestText)
        {
            Span<byte> text = stackalloc byte[(int)count];
            bytes.Read(text);
            _text = Encoding.Latin1.GetString(text);
        }
        else
        {
            Skip(count * SizeOf(type));
        }
    }

    private void TakeAttribute(int size)
    {
        var attribute = (int)bytes.ReadNumber(size, bigEndian);
        _attributes[attribute] = (_number, _text);
        (_number, _text) = (null, null);
    }

    private void Skip(long count)
    {
        if (!bytes.Skip(count))
        {
            throw new DocumentFormatException("PCL XL announces data that is not there.");
        }
    }
}
