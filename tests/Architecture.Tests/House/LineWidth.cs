using System.Text.RegularExpressions;

namespace Architecture.Tests.House;

/// <summary>
/// No line is wider than 140. Two things cannot be wrapped without changing what they say or hiding it: the text of a raw string (SQL,
/// expected output), and a line that is nothing but one string.
/// </summary>
internal static partial class LineWidth
{
    public const int Widest = 140;

    private const string RawMark = "\"\"\"";

    /// <summary>The offenders, as path:line.</summary>
    public static IEnumerable<string> LinesAreNarrow(IEnumerable<SourceFile> files)
    {
        foreach (var file in files)
        {
            var inRaw = false;
            for (var i = 0; i < file.Lines.Count; i++)
            {
                var (line, wasRaw) = (file.Lines[i], inRaw);
                inRaw ^= line.Split(RawMark).Length % 2 == 0;
                if (line.Length > Widest && !wasRaw && !line.Contains(RawMark, StringComparison.Ordinal) && !OnlyString().IsMatch(line))
                {
                    yield return $"{file.Path}:{i + 1}: {line.Length} wide";
                }
            }
        }
    }

    [GeneratedRegex(@"^\s*[$@]*""", RegexOptions.None, 1000)]
    private static partial Regex OnlyString();
}
