using System.Globalization;
using System.Text;
using TicketFlow.Agent.Desktop.Printer;

namespace TicketFlow.Agent.Desktop.Layout;

/// <summary>
/// The page that says whose document follows (RFC 8011, section 5.2.3), in PostScript. Nothing on it depends on the time: a document that
/// comes again makes the same page.
/// </summary>
internal static class BannerPage
{
    private const int LongestLine = 60;
    private const double PointsPerHundredth = 72 / 2540.0;

    /// <param name="twoSided">The document begins on the next sheet, not on the back of this page.</param>
    /// <param name="lines">The first one large.</param>
    public static byte[] Of(MediaSize paper, bool twoSided, params IReadOnlyList<string> lines)
    {
        var (width, height) = (Points(paper.Width), Points(paper.Length));
        var page = new StringBuilder("%!PS\n").Append(CultureInfo.InvariantCulture, $"<</PageSize[{width} {height}]>>setpagedevice\n");
        page.Append("/F /Helvetica findfont dup length dict begin {def} forall ")
            .Append("/Encoding ISOLatin1Encoding def currentdict end definefont pop\n");
        var top = height - 120;
        foreach (var (line, large) in lines.Select((line, number) => (line, number == 0)))
        {
            var size = large ? 28 : 14;
            page.Append(CultureInfo.InvariantCulture, $"/F findfont {size} scalefont setfont 54 {top} moveto {Hex(line)} show\n");
            top -= large ? 48 : 24;
        }

        page.Append(CultureInfo.InvariantCulture, $"54 {top} moveto {width - 54} {top} lineto stroke showpage\n");
        return Encoding.ASCII.GetBytes(page.Append(twoSided ? "showpage\n" : "").ToString());
    }

    private static int Points(int hundredths) => (int)Math.Round(hundredths * PointsPerHundredth);

    /// <summary>As hexadecimal, so that a title cannot be a program; what the font has not is a question mark.</summary>
    private static string Hex(string line) => "<" + Convert.ToHexString(Encoding.Latin1.GetBytes(
        line.Length > LongestLine ? line[..(LongestLine - 1)] + "." : line)) + ">";
}
