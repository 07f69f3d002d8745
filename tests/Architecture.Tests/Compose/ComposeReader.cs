namespace Architecture.Tests.Compose;

/// <summary>
/// Reads the part of YAML that docker-compose.yml keeps to: maps and lists by indentation of two, plain and quoted scalars,
/// lists in brackets. Anything else is an error, so the file stays readable for this and for every other reader.
/// </summary>
internal sealed class ComposeReader
{
    private readonly List<(int Number, int Indent, string Text)> _lines = [];
    private int _next;

    private ComposeReader(string text)
    {
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var content = line.TrimStart(' ');
            if (content.Length == 0 || content[0] == '#')
            {
                continue;
            }

            var indent = line.Length - content.Length;
            if (indent % 2 != 0 || content.Contains('\t', StringComparison.Ordinal) || content != content.TrimEnd())
            {
                throw new FormatException($"line {number}: indentation of two, no tabs, nothing after the text");
            }

            _lines.Add((number, indent, content));
        }
    }

    /// <returns>Maps as dictionaries, lists as <see cref="IReadOnlyList{T}"/>, scalars as strings, or null.</returns>
    /// <exception cref="FormatException">The text is not of that form; the message names the line.</exception>
    public static IReadOnlyDictionary<string, object?> Read(string text)
    {
        var reader = new ComposeReader(text);
        var map = reader.Map(0);
        return reader._next == reader._lines.Count ? map : throw reader.Wrong("indentation");
    }

    private Dictionary<string, object?> Map(int indent)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        while (_next < _lines.Count && _lines[_next].Indent == indent && !_lines[_next].Text.StartsWith('-'))
        {
            var text = _lines[_next].Text;
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || (colon + 1 < text.Length && text[colon + 1] != ' '))
            {
                throw Wrong("expected 'name: value'");
            }

            var value = text[(colon + 1)..].Trim();
            if (!map.TryAdd(text[..colon], null))
            {
                throw Wrong($"'{text[..colon]}' stands here twice");
            }

            _next++;
            map[text[..colon]] = value.Length > 0 ? Value(value) : Nested(indent);
        }

        return map;
    }

    private object? Nested(int indent)
    {
        if (_next == _lines.Count || _lines[_next].Indent <= indent)
        {
            return null;
        }

        if (_lines[_next].Indent != indent + 2)
        {
            throw Wrong("indentation");
        }

        return _lines[_next].Text.StartsWith("- ", StringComparison.Ordinal) ? Items(indent + 2) : Map(indent + 2);
    }

    private List<object?> Items(int indent)
    {
        var items = new List<object?>();
        while (_next < _lines.Count && _lines[_next].Indent == indent && _lines[_next].Text.StartsWith("- ", StringComparison.Ordinal))
        {
            items.Add(Value(_lines[_next].Text[2..]));
            _next++;
        }

        return items;
    }

    private object Value(string text)
    {
        if (!text.StartsWith('['))
        {
            return Scalar(text);
        }

        // What stands in brackets is JSON here, as Docker's own examples write it.
        try
        {
            return System.Text.Json.JsonSerializer.Deserialize<List<string>>(text)!.ConvertAll(object? (item) => item);
        }
        catch (System.Text.Json.JsonException)
        {
            throw Wrong("a list in brackets holds only quoted texts");
        }
    }

    private string Scalar(string text) => text switch
    {
        ['"', .. var inner, '"'] when !inner.Contains('"', StringComparison.Ordinal) => inner,
        [not ('"' or '\'' or '&' or '*' or '|' or '>' or '{' or '!' or '%' or '@'), ..]
            when !text.Contains(": ", StringComparison.Ordinal) && !text.Contains(" #", StringComparison.Ordinal) => text,
        _ => throw Wrong("a value this reader does not know"),
    };

    private FormatException Wrong(string what)
    {
        var number = _next < _lines.Count ? _lines[_next].Number : _lines.Count > 0 ? _lines[^1].Number : 0;
        return new FormatException($"docker-compose.yml, line {number}: {what}");
    }
}
