namespace TicketFlow.Invoicing.Pdf;

/// <summary>Breaks a text into lines that fit a width: between words, and inside a word only when it alone is too wide.</summary>
internal static class TextWrap
{
    public static IReadOnlyList<string> Wrap(string text, Face face, decimal width, int most = int.MaxValue)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(w => Pieces(w, face, width)))
        {
            var longer = line.Length == 0 ? word : line + " " + word;
            if (face.Width(longer) <= width)
            {
                line = longer;
                continue;
            }

            lines.Add(line);
            line = word;
        }

        lines.Add(line);
        return lines.Count <= most ? lines : [.. lines.Take(most - 1), Shorten(string.Join(' ', lines.Skip(most - 1)), face, width)];
    }

    /// <summary>Cuts a text to a width, with an ellipsis.</summary>
    public static string Shorten(string text, Face face, decimal width)
    {
        if (face.Width(text) <= width)
        {
            return text;
        }

        return text[..Fitting(text, face, width - face.Width("…"))].TrimEnd() + "…";
    }

    private static IEnumerable<string> Pieces(string word, Face face, decimal width)
    {
        while (face.Width(word) > width && word.Length > 1)
        {
            var length = Math.Max(1, Fitting(word, face, width));
            yield return word[..length];
            word = word[length..];
        }

        yield return word;
    }

    /// <summary>How many characters from the start fit.</summary>
    private static int Fitting(string text, Face face, decimal width)
    {
        var length = 0;
        for (var taken = 0m; length < text.Length; length++)
        {
            taken += face.Width(text.Substring(length, 1));
            if (taken > width)
            {
                break;
            }
        }

        return length;
    }
}
