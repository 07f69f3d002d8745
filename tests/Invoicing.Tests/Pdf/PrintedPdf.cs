using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Invoicing.Tests.Pdf;

/// <summary>Reads a PDF back the hard way: by its cross-reference table.</summary>
internal sealed partial class PrintedPdf
{
    private readonly byte[] _file;

    public PrintedPdf(byte[] file)
    {
        _file = file;
        var text = Encoding.Latin1.GetString(file);
        text.ShouldStartWith("%PDF-1.7\n");
        text.ShouldEndWith("%%EOF\n");
        var table = int.Parse(Start().Match(text).Groups["at"].Value, CultureInfo.InvariantCulture);
        text[table..].ShouldStartWith("xref\n");
        Objects = [.. Entries().Matches(text[table..])
            .Select((entry, i) => Object(int.Parse(entry.Groups["at"].Value, CultureInfo.InvariantCulture), i + 1))];
        Pages = [.. Objects.Where(o => o.Contains("/Type /Page ", StringComparison.Ordinal)).Select(Content)];
    }

    /// <summary>Each object's text, streams left out.</summary>
    public IReadOnlyList<string> Objects { get; }

    /// <summary>What each page draws.</summary>
    public IReadOnlyList<string> Pages { get; }

    /// <summary>The texts of a page, in the order they are drawn.</summary>
    public IReadOnlyList<string> Texts(int page) =>
        [.. Shown().Matches(Pages[page]).Select(m => m.Groups["text"].Value.Replace("\\", "", StringComparison.Ordinal))];

    public string Information(string key) => Encoding.BigEndianUnicode.GetString(
        Convert.FromHexString(Regex.Match(Objects[4], $"/{key} <FEFF(?<hex>[0-9A-F]*)>", RegexOptions.None, TimeSpan.FromSeconds(1))
            .Groups["hex"].Value));

    private string Object(int at, int number)
    {
        var text = Encoding.Latin1.GetString(_file, at, Math.Min(4096, _file.Length - at));
        text.ShouldStartWith(string.Create(CultureInfo.InvariantCulture, $"{number} 0 obj\n"));
        return text[..End(text)] + $"@{at}";
    }

    private static int End(string text) =>
        new[] { text.IndexOf("stream\n", StringComparison.Ordinal), text.IndexOf("endobj", StringComparison.Ordinal) }.Where(i => i >= 0)
            .DefaultIfEmpty(text.Length).Min();

    private string Content(string page)
    {
        var number = int.Parse(Regex.Match(page, @"/Contents (?<n>\d+) 0 R", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["n"]
            .Value, CultureInfo.InvariantCulture);
        var header = Objects[number - 1];
        var at = int.Parse(header[(header.LastIndexOf('@') + 1)..], CultureInfo.InvariantCulture) + header.LastIndexOf('@')
            + "stream\n".Length;
        var length = int.Parse(Regex.Match(header, @"/Length (?<n>\d+)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["n"].Value,
            CultureInfo.InvariantCulture);
        using var expanded = new ZLibStream(new MemoryStream(_file, at, length), CompressionMode.Decompress);
        using var reader = new StreamReader(expanded, Encoding.Latin1);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"startxref\n(?<at>\d+)\n%%EOF", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Start();

    [GeneratedRegex(@"(?<at>\d{10}) 00000 n \n", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Entries();

    [GeneratedRegex(@"\((?<text>(\\.|[^\\)])*)\) Tj", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Shown();
}
