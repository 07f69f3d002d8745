namespace TicketFlow.Printing.Documents.Pcl;

/// <summary>
/// PCL 5 (HP PCL 5 Printer Language Technical Reference Manual): follows the escape sequences and counts ejected pages. A form feed always
/// ejects a page, a reset or a change of paper only one that carries something (chapter 4, "Page eject").
/// </summary>
internal sealed class PclReader(DocumentBytes bytes)
{
    private const byte Escape = 0x1B;
    private readonly PclPages _pages = new();
    private bool? _colour;
    private bool _inkjet;
    private bool _ended;

    /// <summary>Reads to the end, or to the universal exit, which stays ahead.</summary>
    public DocumentProperties Read()
    {
        while (!_ended && bytes.Next() is >= 0 and var b)
        {
            if (b == Escape)
            {
                ReadSequence();
            }
            else
            {
                _pages.Character((byte)b);
            }
        }

        _pages.EjectMarked();
        var result = _pages.Result(_colour);
        return _inkjet ? result with { Pages = null } : result;
    }

    private void ReadSequence()
    {
        var kind = bytes.Next();
        switch (kind)
        {
            case 'E':
                _pages.Reset();
                break;
            case >= 0x21 and <= 0x2F:
                ReadParameters((char)kind);
                break;
        }
    }

    /// <summary>ESC, kind, group, then value and letter once or more; a capital letter ends the sequence (chapter 2).</summary>
    private void ReadParameters(char kind)
    {
        var group = bytes.Peek() is >= 0x60 and <= 0x7E ? (char)bytes.Next() : ' ';
        while (true)
        {
            var value = ReadValue();
            var letter = bytes.Next();
            if (letter < 0)
            {
                return;
            }

            if (kind == '%' && letter == 'X' && value == -12345)
            {
                bytes.Position -= PjlReader.UniversalExit.Length;
                _ended = true;
                return;
            }

            Command(kind, group, value, char.ToUpperInvariant((char)letter));
            if (letter is < 0x60 or > 0x7E)
            {
                return;
            }
        }
    }

    private int ReadValue()
    {
        var (value, negative, fraction) = (0L, false, false);
        for (var next = bytes.Peek(); next is '+' or '-' or '.' or ' ' or (>= '0' and <= '9'); next = bytes.Peek())
        {
            bytes.Next();
            negative |= next is '-';
            fraction |= next is '.';
            if (next is >= '0' and <= '9' && !fraction)
            {
                value = Math.Min((value * 10) + (next - '0'), int.MaxValue);
            }
        }

        return (int)(negative ? -value : value);
    }

    private void Command(char kind, char group, int value, char letter)
    {
        if (kind == '%' && letter == 'B')
        {
            ReadVector();
        }
        else if (letter == 'W' || (group, letter) is ('p', 'X') or ('b', 'V'))
        {
            Data(kind, group, value, letter);
        }
        else
        {
            switch (kind, group)
            {
                case ('&', 'l'):
                    _pages.Setting(letter, value);
                    break;
                case ('*', 'r') when letter == 'U':
                    _colour = value is 1 ? _colour ?? false : true;
                    break;
                case ('*', 'c') when letter is 'P':
                    _pages.Mark();
                    break;
                case ('*', 'p') or ('&', 'a'):
                    _pages.Positioned(letter);
                    break;
            }
        }
    }

    /// <summary>So many bytes of fonts, pictures or text follow, whatever they look like.</summary>
    private void Data(char kind, char group, int count, char letter)
    {
        if (count < 0 || !bytes.Skip(count))
        {
            throw new DocumentFormatException("Data that a PCL command announces is not there.");
        }

        if (kind == '*' && group == 'b' || (group, letter) is ('p', 'X'))
        {
            _pages.Mark();
        }
        else if (kind == '*' && group == 'v')
        {
            _colour = true;
        }

        // Raster as inkjets take it: their drivers leave out escapes, so what follows cannot be told from text.
        _inkjet |= kind == '*' && group == 'g';
    }

    /// <summary>HP-GL/2 has no escape sequences but the one that leaves it.</summary>
    private void ReadVector()
    {
        var content = false;
        for (var next = bytes.Peek(); next is >= 0 and not Escape; next = bytes.Peek())
        {
            content |= next > ' ';
            bytes.Next();
        }

        if (content)
        {
            _pages.Mark();
        }
    }
}
