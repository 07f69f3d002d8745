using System.Text;

namespace TicketFlow.Printing.Documents.Pcl;

/// <summary>What the PJL in front of a document asks for.</summary>
/// <param name="Language">Of <c>@PJL ENTER LANGUAGE</c>, in upper case.</param>
/// <param name="Copies">COPIES (of each page) times QTY (of the job).</param>
internal sealed record PjlSettings(string? Language, int? Copies, bool? Colour, int? Sides, string? Paper)
{
    public static PjlSettings None { get; } = new(null, null, null, null, null);

    /// <summary>The document's own word comes later and counts more.</summary>
    public DocumentProperties Over(DocumentProperties document) => document with
    {
        Copies = document.Copies ?? Copies,
        Colour = Colour is false ? false : document.Colour ?? Colour,
        Sides = document.Sides ?? Sides,
        Paper = document.Paper ?? Paper,
    };
}

/// <summary>Printer Job Language (HP PJL Technical Reference Manual, chapters 4 to 6): lines behind the universal exit.</summary>
internal static class PjlReader
{
    private const byte Escape = 0x1B;
    private const int LongestLine = 4096;
    private const int MostLines = 10_000;

    public static ReadOnlySpan<byte> UniversalExit => "\x1b%-12345X"u8;

    /// <summary>Takes all PJL from here on; the cursor then stands on the document itself, or at the end.</summary>
    public static PjlSettings Read(DocumentBytes bytes)
    {
        var settings = PjlSettings.None;
        var (copies, quantity) = (default(int?), default(int?));
        for (var line = 0; line < MostLines; line++)
        {
            if (bytes.Peek(UniversalExit.Length).StartsWith(UniversalExit))
            {
                bytes.Skip(UniversalExit.Length);
                continue;
            }

            if (!IsPjl(bytes))
            {
                break;
            }

            if (bytes.Peek() is Escape)
            {
                continue;
            }

            var (command, value) = Split(ReadLine(bytes));
            switch (command)
            {
                case "ENTER LANGUAGE":
                    return settings with { Language = value, Copies = Times(copies, quantity) };
                case "SET COPIES":
                    copies = Number(value);
                    break;
                case "SET QTY":
                    quantity = Number(value);
                    break;
                default:
                    settings = Apply(settings, command, value);
                    break;
            }
        }

        return settings with { Copies = Times(copies, quantity) };
    }

    private static PjlSettings Apply(PjlSettings settings, string command, string value) => command switch
    {
        "SET DUPLEX" => settings with { Sides = value switch { "ON" => 2, "OFF" => 1, _ => settings.Sides } },
        "SET RENDERMODE" => settings with { Colour = value switch { "COLOR" => true, "GRAYSCALE" => false, _ => settings.Colour } },
        "SET PAPER" => settings with { Paper = PaperNames.Named(value) ?? settings.Paper },
        _ => settings,
    };

    /// <summary>Blank lines between PJL commands belong to it.</summary>
    private static bool IsPjl(DocumentBytes bytes)
    {
        var ahead = bytes.Peek(64);
        var blank = ahead.IndexOfAnyExcept("\r\n \0"u8);
        var rest = blank < 0 ? [] : ahead[blank..];
        var found = rest.StartsWith("@PJL"u8) || rest.StartsWith(UniversalExit);
        if (found || (blank < 0 && ahead.Length < 64))
        {
            bytes.Skip(found ? blank : ahead.Length);
        }

        return found;
    }

    private static string ReadLine(DocumentBytes bytes)
    {
        var line = new StringBuilder();
        for (var b = bytes.Next(); b is >= 0 and not '\n'; b = bytes.Next())
        {
            if (b == Escape)
            {
                bytes.Position--;
                break;
            }

            if (line.Length < LongestLine)
            {
                line.Append((char)b);
            }
        }

        return line.ToString();
    }

    private static (string Command, string Value) Split(string line)
    {
        if (!line.StartsWith("@PJL", StringComparison.Ordinal))
        {
            return ("", "");
        }

        var equals = line.IndexOf('=', StringComparison.Ordinal);
        var left = (equals < 0 ? line : line[..equals])[4..].ToUpperInvariant();
        var words = left.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return (string.Join(' ', words), equals < 0 ? "" : line[(equals + 1)..].Trim().Trim('"').ToUpperInvariant());
    }

    private static int? Number(string value) => int.TryParse(value, out var number) && number is > 0 and <= 99_999 ? number : null;

    private static int? Times(int? copies, int? quantity) => (copies, quantity) switch
    {
        (null, null) => null,
        _ => (int)Math.Min((long)(copies ?? 1) * (quantity ?? 1), 99_999),
    };
}
