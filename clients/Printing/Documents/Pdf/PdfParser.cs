using System.Globalization;
using System.Text;

namespace TicketFlow.Printing.Documents.Pdf;

/// <summary>Reads objects (ISO 32000-1, 7.3). Texts are skipped: only structure matters here.</summary>
internal sealed class PdfParser(DocumentBytes bytes)
{
    private const int DeepestNesting = 32;
    private const int MostElements = 20_000;
    private const int LongestWord = 128;

    public DocumentBytes Bytes => bytes;

    /// <summary>The object at the cursor, with the place of its stream.</summary>
    /// <exception cref="DocumentFormatException">There is no object.</exception>
    public object? ReadObject() => ReadObject(0);

    /// <summary>"12 0 obj": the number, or null when there is no such thing.</summary>
    public int? ReadObjectHeader()
    {
        var number = ReadInteger();
        return number is not null && ReadInteger() is not null && ReadWord() == "obj" ? number : null;
    }

    /// <summary>Letters and digits up to the next delimiter.</summary>
    public string ReadWord()
    {
        SkipBlanks();
        var word = new StringBuilder();
        for (var next = bytes.Peek(); IsRegular(next) && word.Length < LongestWord; next = bytes.Peek())
        {
            word.Append((char)next);
            bytes.Next();
        }

        return word.ToString();
    }

    public int? ReadInteger() =>
        int.TryParse(ReadWord(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public void SkipBlanks()
    {
        for (var next = bytes.Peek(); next is 0 or 9 or 10 or 12 or 13 or 32 or '%'; next = bytes.Peek())
        {
            bytes.Next();
            while (next is '%' && bytes.Peek() is not (10 or 13 or < 0))
            {
                bytes.Next();
            }
        }
    }

    private object? ReadObject(int depth)
    {
        bytes.Budget.Spend();
        if (depth > DeepestNesting)
        {
            throw new DocumentFormatException("PDF objects within objects without end.");
        }

        SkipBlanks();
        switch (bytes.Peek())
        {
            case '/':
                bytes.Next();
                return new PdfName(ReadName());
            case '[':
                bytes.Next();
                return ReadArray(depth);
            case '(':
                SkipText();
                return null;
            case '<':
                bytes.Next();
                if (bytes.Peek() != '<')
                {
                    bytes.SkipPast(">"u8);
                    return null;
                }

                bytes.Next();
                return ReadDictionary(depth);
            case var next when IsRegular(next):
                return ReadPlain();
            default:
                throw new DocumentFormatException("No PDF object where one should be.");
        }
    }

    /// <summary>A number, a reference, true, false or null.</summary>
    private object? ReadPlain()
    {
        var word = ReadWord();
        if (!double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return word switch { "true" => true, "false" => false, _ => null };
        }

        var after = bytes.Position;
        if (number is >= 0 and <= int.MaxValue && number == Math.Floor(number)
            && ReadWord() is { Length: > 0 and <= 5 } generation && generation.All(char.IsAsciiDigit) && ReadWord() == "R")
        {
            return new PdfReference((int)number);
        }

        bytes.Position = after;
        return number;
    }

    private List<object?> ReadArray(int depth)
    {
        var elements = new List<object?>();
        for (SkipBlanks(); bytes.Peek() is not ']'; SkipBlanks())
        {
            Limit(elements.Count);
            elements.Add(ReadObject(depth + 1));
        }

        bytes.Next();
        return elements;
    }

    private PdfDictionary ReadDictionary(int depth)
    {
        var dictionary = new PdfDictionary();
        for (SkipBlanks(); bytes.Peek() is not '>'; SkipBlanks())
        {
            Limit(dictionary.Count);
            if (ReadObject(depth + 1) is not PdfName key)
            {
                throw new DocumentFormatException("A PDF dictionary with a key that is no name.");
            }

            dictionary[key.Text] = ReadObject(depth + 1);
        }

        bytes.Skip(2);
        var after = bytes.Position;
        if (depth == 0 && ReadWord() == "stream")
        {
            bytes.Skip(bytes.Peek() is '\r' ? 1 : 0);
            bytes.Skip(bytes.Peek() is '\n' ? 1 : 0);
            dictionary.StreamAt = bytes.Position;
        }
        else
        {
            bytes.Position = after;
        }

        return dictionary;
    }

    private string ReadName()
    {
        var name = new StringBuilder();
        for (var next = bytes.Peek(); IsRegular(next); next = bytes.Peek())
        {
            bytes.Next();
            if (name.Length < LongestWord)
            {
                name.Append((char)next);
            }
        }

        return name.ToString();
    }

    private void SkipText()
    {
        var open = 0;
        do
        {
            switch (bytes.Next())
            {
                case '\\':
                    bytes.Next();
                    break;
                case '(':
                    open++;
                    break;
                case ')':
                    open--;
                    break;
                case < 0:
                    throw new DocumentFormatException("A PDF text without an end.");
            }
        }
        while (open > 0);
    }

    private void Limit(int count)
    {
        if (count >= MostElements || bytes.AtEnd)
        {
            throw new DocumentFormatException("A PDF object without an end.");
        }
    }

    private static bool IsRegular(int b) =>
        b is > 32 and not ('(' or ')' or '<' or '>' or '[' or ']' or '{' or '}' or '/' or '%');
}
