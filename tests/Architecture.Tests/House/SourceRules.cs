using System.Text.RegularExpressions;

namespace Architecture.Tests.House;

/// <summary>Sizes and names (docs, "style"). Each rule names its offenders; none means the rule holds.</summary>
internal static partial class SourceRules
{
    private const int LongestFile = 300;
    private const int LongestProgram = 40;

    /// <summary>"Manager" is the protocol's own name for the asking side (RFC 3411).</summary>
    private static readonly string[] Terms = ["SnmpManager"];

    public static IEnumerable<string> FilesAreShort(IEnumerable<SourceFile> files) =>
        files.Where(f => f.Lines.Count > LongestFile).Select(f => $"{f.Path}: {f.Lines.Count} lines");

    public static IEnumerable<string> ProgramsAreThin(IEnumerable<SourceFile> files) =>
        files.Where(f => Path.GetFileName(f.Path) == "Program.cs" && f.Lines.Count > LongestProgram)
            .Select(f => $"{f.Path}: {f.Lines.Count} lines");

    /// <summary>A type is called what it is; these endings say only that something is done somewhere.</summary>
    public static IEnumerable<string> NamesSayWhatAThingIs(IEnumerable<SourceFile> files) =>
        from file in files
        from line in file.Lines
        from Match match in VagueType().Matches(line)
        where !Terms.Contains(match.Groups["name"].Value)
        select $"{file.Path}: {match.Groups["name"].Value}";

    /// <summary>Whoever silences a warning says why, on the line or right above it.</summary>
    public static IEnumerable<string> WarningsAreNotSilenced(IEnumerable<SourceFile> files) =>
        from file in files
        from line in file.Lines.Select(
            (text, index) => (text: text.Trim(), above: file.Lines[Math.Max(0, index - 1)].Trim(), number: index + 1))
        where line.text.StartsWith("#pragma warning disable", StringComparison.Ordinal)
            && !line.text.Contains("//", StringComparison.Ordinal)
            && !line.above.StartsWith("//", StringComparison.Ordinal)
        select $"{file.Path}:{line.number}: {line.text} gives no reason";

    [GeneratedRegex(
        @"^(?!\s*//).*\b(class|record|struct|interface)\s+(class\s+|struct\s+)?"
        + @"(?<name>[A-Z]\w*(Manager|Helper|Helpers|Utils|Util|Base|Impl))\b",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex VagueType();
}
