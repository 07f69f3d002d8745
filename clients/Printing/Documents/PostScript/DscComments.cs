using System.Globalization;

namespace TicketFlow.Printing.Documents.PostScript;

/// <summary>Collects what structuring comments say (DSC 3.0, sections 5 to 7), and the two usual ways to set copies.</summary>
internal sealed class DscComments
{
    private const int DeepestNesting = 1000;

    private int _nested;
    private int _pageComments;
    private int? _announced;
    private int? _copies;
    private bool? _colour;
    private int? _sides;
    private string? _paper;

    /// <summary>Takes one line; returns how many bytes of data behind it are to be skipped.</summary>
    public long Take(string line)
    {
        var (key, value) = Split(line);
        switch (key)
        {
            // An included document's pages are pictures on ours.
            case "%%BeginDocument":
                _nested = Math.Min(_nested + 1, DeepestNesting);
                return 0;
            case "%%EndDocument":
                _nested = Math.Max(0, _nested - 1);
                return 0;
            case "%%BeginBinary":
                return Number(value) ?? 0;
            case "%%BeginData":
                return value.Contains("Lines", StringComparison.Ordinal) ? 0 : Number(value) ?? 0;
        }

        if (_nested == 0)
        {
            Outer(key, value);
        }

        return 0;
    }

    /// <param name="whole">The document was read to its end; otherwise its own word counts.</param>
    public DocumentProperties Result(bool whole)
    {
        var counted = whole && _pageComments > 0 ? _pageComments : _announced;
        return new DocumentProperties(DocumentFormats.PostScript, counted is > 0 ? counted : null, _copies, _colour, _sides, _paper);
    }

    private void Outer(string key, string value)
    {
        switch (key)
        {
            case "%%Page":
                _pageComments++;
                break;
            case "%%Pages":
                _announced = Number(value) ?? _announced;
                break;
            case "%%BeginFeature" or "%%IncludeFeature":
                Feature(value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
                break;
            case "%%BeginNonPPDFeature" when value.StartsWith("NumCopies ", StringComparison.Ordinal):
                _copies = Number(value["NumCopies ".Length..]) ?? _copies;
                break;
            case "%RBINumCopies":
                _copies = Number(value) ?? _copies;
                break;
            case "/#copies":
                _copies = Number(value) ?? _copies;
                break;
            case "%%Requirements":
                Requirements(value);
                break;
            case "%%DocumentMedia":
                _paper ??= Media(value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
                break;
            case "%%DocumentProcessColors":
                _colour ??= Colours(value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
                break;
        }
    }

    private void Feature(string[] words)
    {
        if (words is ["*Duplex", var duplex, ..])
        {
            _sides = duplex.StartsWith("Duplex", StringComparison.Ordinal) ? 2 : 1;
        }
        else if (words is ["*PageSize" or "*PageRegion", var size, ..])
        {
            _paper = PaperNames.Named(size) ?? _paper;
        }
        else if (words is ["*ColorModel", var model, ..])
        {
            _colour = model is not ("Gray" or "Black" or "Grayscale" or "KGray");
        }
    }

    private void Requirements(string value)
    {
        foreach (var word in value.Split([' ', '('], StringSplitOptions.RemoveEmptyEntries))
        {
            _sides = word is "duplex" ? 2 : _sides;
            _colour = word is "color" ? true : _colour;
        }

        var copies = value.IndexOf("numcopies(", StringComparison.Ordinal);
        _copies = copies >= 0 ? Number(value[(copies + "numcopies(".Length)..].Split(')')[0]) ?? _copies : _copies;
    }

    /// <summary>Name, width and height in points, weight, colour, type.</summary>
    private static string? Media(string[] words) =>
        words is [_, var width, var height, ..]
        && double.TryParse(width, CultureInfo.InvariantCulture, out var w)
        && double.TryParse(height, CultureInfo.InvariantCulture, out var h)
            ? PaperNames.OfPoints(w, h)
            : null;

    private static bool? Colours(string[] names) => names switch
    {
        ["Black"] => false,
        _ when names.Any(name => name is "Cyan" or "Magenta" or "Yellow" or "Red" or "Green" or "Blue") => true,
        _ => null,
    };

    private static (string Key, string Value) Split(string line)
    {
        var end = line.IndexOfAny([':', ' ']);
        return end < 0 ? (line, "") : (line[..end], line[end..].TrimStart(':', ' ', '\t').TrimEnd());
    }

    /// <summary>The number at the beginning; null when there is none, or none that can be meant.</summary>
    private static int? Number(string text)
    {
        var digits = text.AsSpan()[..(text.AsSpan().IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : text.Length)];
        return int.TryParse(digits, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
