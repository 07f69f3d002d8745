using System.Text;

namespace TicketFlow.Agent.Desktop.Lpd;

/// <summary>What a control file says (RFC 1179, section 7).</summary>
/// <param name="User">Line P, what the sender claims.</param>
/// <param name="Title">Line J, else N.</param>
/// <param name="Documents">Data files in the order of their lines, each with its copies.</param>
internal sealed record LpdControlFile(string? User, string? Title, IReadOnlyList<(string File, int Copies)> Documents)
{
    private const int MostDocuments = 50;
    private const int MostCopies = 999;

    /// <summary>The lines that say "print this file in that way" (RFC 1179, sections 7.18 to 7.29); 'o' is PostScript everywhere.</summary>
    private const string PrintLines = "cdfglnoprtv";

    /// <summary>Null when it is none.</summary>
    public static LpdControlFile? Parse(ReadOnlySpan<byte> bytes)
    {
        var (user, job, name) = (default(string), default(string), default(string));
        var documents = new List<(string File, int Copies)>();
        foreach (var line in Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var rest = line[1..].TrimEnd('\r');
            switch (line[0])
            {
                case 'P':
                    user = rest;
                    break;
                case 'J':
                    job = rest;
                    break;
                case 'N':
                    name = rest;
                    break;
                case var kind when PrintLines.Contains(kind, StringComparison.Ordinal):
                    Count(documents, rest);
                    break;
            }
        }

        var good = documents.Count is > 0 and <= MostDocuments
            && documents.TrueForAll(d => LpdNames.IsDataFile(d.File) && d.Copies <= MostCopies);
        return good ? new LpdControlFile(user, Clean(job) ?? Clean(name), documents) : null;
    }

    /// <summary>A file named by several lines is printed as often.</summary>
    private static void Count(List<(string File, int Copies)> documents, string file)
    {
        var at = documents.FindIndex(document => document.File == file);
        if (at < 0)
        {
            documents.Add((file, 1));
        }
        else
        {
            documents[at] = (file, documents[at].Copies + 1);
        }
    }

    private static string? Clean(string? text)
    {
        var clean = new string([.. (text ?? "").Where(character => !char.IsControl(character)).Take(200)]);
        return clean.Length == 0 ? null : clean;
    }
}

/// <summary>Names of files on the wire.</summary>
internal static class LpdNames
{
    private const int Longest = 131;

    /// <summary><c>df</c>, a letter, a number and a host: never a path.</summary>
    public static bool IsDataFile(string name) => Is(name, "df");

    public static bool IsControlFile(string name) => Is(name, "cf");

    private static bool Is(string name, string beginning) =>
        name.Length is > 3 and <= Longest && name.StartsWith(beginning, StringComparison.Ordinal)
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
