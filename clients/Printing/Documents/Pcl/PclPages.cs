namespace TicketFlow.Printing.Documents.Pcl;

/// <summary>The sheets that leave a PCL 5 printer, and the settings they leave with.</summary>
internal sealed class PclPages
{
    private long _pages;
    private long _printed;
    private int? _copies;
    private bool _copiesDiffer;
    private int? _sides;
    private string? _paper;
    private bool _marked;
    private bool _positioned;
    private int _lines;
    private int _linesPerPage = TextReader.LinesPerPage;

    public void Character(byte character)
    {
        if (character is (byte)'\f')
        {
            Eject();
        }
        else if (character is (byte)'\n')
        {
            NextLine();
        }
        else if (character > ' ')
        {
            _marked = true;
        }
    }

    public void Mark() => _marked = true;

    /// <summary>Who places text by hand also ends pages by hand.</summary>
    public void Positioned(char letter) => _positioned |= letter is 'Y' or 'V' or 'R';

    public void Reset()
    {
        EjectMarked();
        _linesPerPage = TextReader.LinesPerPage;
    }

    /// <summary>ESC &amp;l: copies, sides, paper, eject (chapters 4 and 5).</summary>
    public void Setting(char letter, int value)
    {
        switch (letter)
        {
            case 'X' when value > 0:
                _copiesDiffer |= _pages > 0 && (_copies ?? 1) != value;
                _copies = value;
                break;
            case 'S':
                EjectMarked();
                _sides = value is 0 ? 1 : value is 1 or 2 ? 2 : _sides;
                break;
            case 'A':
                EjectMarked();
                _paper ??= PaperNames.OfPcl(value);
                break;
            case 'H' or 'O' or 'P':
                EjectMarked();
                break;
            case 'F' when value > 0:
                _linesPerPage = value;
                break;
        }
    }

    public void EjectMarked()
    {
        if (_marked)
        {
            Eject();
        }
    }

    public DocumentProperties Result(bool? colour)
    {
        var pages = _copiesDiffer ? _printed : _pages;
        return new DocumentProperties(
            DocumentFormats.Pcl, pages is > 0 and <= int.MaxValue ? (int)pages : null, _copiesDiffer ? 1 : _copies, colour, _sides, _paper);
    }

    private void Eject()
    {
        _pages++;
        _printed += _copies ?? 1;
        (_marked, _positioned, _lines) = (false, false, 0);
    }

    private void NextLine()
    {
        if (++_lines >= _linesPerPage && !_positioned)
        {
            EjectMarked();
            _lines = 0;
        }
    }
}
