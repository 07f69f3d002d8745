using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TicketFlow.Invoicing.Pdf;

/// <summary>
/// A PDF 1.7 file (ISO 32000-1) of pages with text and lines. No clock and nothing random goes into it: the file's identifier is a hash of
/// its content.
/// </summary>
internal sealed class PdfFile(string title, string author, string subject)
{
    private readonly List<byte[]> _pages = [];

    /// <summary>A4 in points.</summary>
    public const decimal Width = 595.28m;

    /// <summary>A4 in points.</summary>
    public const decimal Height = 841.89m;

    public void Add(PdfPage page) => _pages.Add(page.Content());

    /// <summary>The whole file.</summary>
    public byte[] Bytes()
    {
        using var file = new MemoryStream();
        var offsets = new List<long>();
        Write(file, "%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n");
        foreach (var content in Objects())
        {
            offsets.Add(file.Position);
            Write(file, string.Create(CultureInfo.InvariantCulture, $"{offsets.Count} 0 obj\n"));
            file.Write(content);
            Write(file, "\nendobj\n");
        }

        var identifier = Convert.ToHexString(SHA256.HashData(file.ToArray()))[..32];
        var table = file.Position;
        Write(file, string.Create(CultureInfo.InvariantCulture, $"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n"));
        foreach (var offset in offsets)
        {
            Write(file, string.Create(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n"));
        }

        Write(file, string.Create(
            CultureInfo.InvariantCulture,
            $"trailer\n<< /Size {offsets.Count + 1} /Root 1 0 R /Info 5 0 R /ID [<{identifier}> <{identifier}>] >>\n"));
        Write(file, string.Create(CultureInfo.InvariantCulture, $"startxref\n{table}\n%%EOF\n"));
        return file.ToArray();
    }

    /// <summary>1 catalogue, 2 pages, 3 and 4 fonts, 5 information; then each page and its content.</summary>
    private IEnumerable<byte[]> Objects()
    {
        var kids = string.Join(' ', Enumerable.Range(0, _pages.Count).Select(i => Inv($"{6 + (2 * i)} 0 R")));
        yield return Bytes("<< /Type /Catalog /Pages 2 0 R /ViewerPreferences << /DisplayDocTitle true >> >>");
        yield return Bytes(Inv($"<< /Type /Pages /Count {_pages.Count} /Kids [{kids}] >>"));
        yield return Font(PdfFont.Regular);
        yield return Font(PdfFont.Bold);
        yield return Bytes(
            $"<< /Title {Text(title)} /Author {Text(author)} /Subject {Text(subject)} /Creator (TicketFlow) /Producer (TicketFlow) >>");
        for (var page = 0; page < _pages.Count; page++)
        {
            yield return Bytes(Inv(
                $"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {Width} {Height}] /Contents {7 + (2 * page)} 0 R ")
                + $"/Resources << /Font << /{PdfFont.Regular.Resource} 3 0 R /{PdfFont.Bold.Resource} 4 0 R >> >> >>");
            var compressed = Flate.Compress(_pages[page]);
            yield return
            [
                .. Bytes(Inv($"<< /Length {compressed.Length} /Filter /FlateDecode >>\nstream\n")), .. compressed, .. Bytes("\nendstream"),
            ];
        }
    }

    private static byte[] Font(PdfFont font) =>
        Bytes($"<< /Type /Font /Subtype /Type1 /BaseFont /{font.Name} /Encoding /WinAnsiEncoding >>");

    /// <summary>A text string: UTF-16 with byte order mark, as hexadecimal digits, so that no letter is lost.</summary>
    private static string Text(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";

    private static string Inv(FormattableString text) => FormattableString.Invariant(text);

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private static void Write(MemoryStream file, string text) => file.Write(Bytes(text));
}
