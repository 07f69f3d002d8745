using System.Globalization;
using System.Text;

namespace TicketFlow.Invoicing.Pdf;

/// <summary>Which end of a text stands at the given place.</summary>
internal enum Align
{
    Left,
    Right,
    Centre,
}

/// <summary>A colour, each part 0 to 1.</summary>
internal readonly record struct Ink(decimal Red, decimal Green, decimal Blue)
{
    public static readonly Ink Text = new(0.13m, 0.15m, 0.18m);
    public static readonly Ink Quiet = new(0.42m, 0.45m, 0.50m);
    public static readonly Ink Accent = new(0.06m, 0.30m, 0.47m);
    public static readonly Ink Rule = new(0.80m, 0.83m, 0.87m);
    public static readonly Ink Tint = new(0.945m, 0.957m, 0.969m);
    public static readonly Ink Faint = new(0.91m, 0.92m, 0.94m);
}

/// <summary>How a text is set.</summary>
/// <param name="Font">Font.</param>
/// <param name="Size">Points.</param>
/// <param name="Ink">Colour.</param>
internal readonly record struct Face(PdfFont Font, decimal Size, Ink Ink)
{
    /// <summary>Width of a text in points.</summary>
    public decimal Width(string text) => Font.Width(text, Size);
}

/// <summary>A page's drawing operators. Places are in points from the upper left corner; a text stands with its baseline at y.</summary>
internal sealed class PdfPage
{
    private readonly StringBuilder _operators = new();

    public void Text(decimal x, decimal y, string text, Face face, Align align = Align.Left)
    {
        if (text.Length == 0)
        {
            return;
        }

        var left = x - (align == Align.Left ? 0 : align == Align.Right ? face.Width(text) : face.Width(text) / 2);
        Add($"BT {Set(face)} {Points(left)} {Points(PdfFile.Height - y)} Td {Literal(text)} Tj ET");
    }

    /// <summary>A text across the page, behind what comes after it.</summary>
    public void Watermark(string text, Face face)
    {
        const decimal Slope = 0.7071m;
        var half = face.Width(text) / 2 * Slope;
        var (x, y) = ((PdfFile.Width / 2) - half, (PdfFile.Height / 2) - half);
        var (plus, minus) = (Points(Slope), Points(-Slope));
        Add($"BT {Set(face)} {plus} {plus} {minus} {plus} {Points(x)} {Points(y)} Tm {Literal(text)} Tj ET");
    }

    public void Line(decimal fromX, decimal toX, decimal y, decimal width, Ink ink) =>
        Add($"{Colour(ink)} RG {Points(width)} w {Points(fromX)} {Points(PdfFile.Height - y)} m "
            + $"{Points(toX)} {Points(PdfFile.Height - y)} l S");

    public void Box(decimal x, decimal y, decimal width, decimal height, Ink ink) =>
        Add($"{Colour(ink)} rg {Points(x)} {Points(PdfFile.Height - y - height)} {Points(width)} {Points(height)} re f");

    public byte[] Content() => Encoding.Latin1.GetBytes(_operators.ToString());

    private void Add(string operators) => _operators.Append(operators).Append('\n');

    private static string Set(Face face) => $"/{face.Font.Resource} {Points(face.Size)} Tf {Colour(face.Ink)} rg";

    private static string Points(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Colour(Ink ink) => FormattableString.Invariant($"{ink.Red:0.###} {ink.Green:0.###} {ink.Blue:0.###}");

    /// <summary>A literal string; the three signs with a meaning in it are escaped.</summary>
    private static string Literal(string text)
    {
        var literal = new StringBuilder("(");
        foreach (var code in WinAnsi.Encode(text))
        {
            if (code is (byte)'(' or (byte)')' or (byte)'\\')
            {
                literal.Append('\\');
            }

            literal.Append((char)code);
        }

        return literal.Append(')').ToString();
    }
}
