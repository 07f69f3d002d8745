using TicketFlow.Printing.Documents.Pcl;

namespace TicketFlow.Printing.Documents.Pdf;

/// <summary>
/// PDF, by its table of objects and its tree of pages, so that a file of any size costs some reads. Whether it is in colour only its
/// contents would tell: unknown.
/// </summary>
internal static class PdfReader
{
    private const int TailBytes = 4096;

    /// <summary>Reads to the end, or to the universal exit behind the PDF, which stays ahead.</summary>
    public static DocumentProperties Read(DocumentBytes bytes)
    {
        var header = bytes.Peek(DocumentFormats.PdfHeaderWithin).IndexOf("%PDF-"u8);
        var start = bytes.Position + Math.Max(0, header);
        var end = FindEnd(bytes, start);
        var result = new DocumentProperties(DocumentFormats.Pdf);
        try
        {
            var pages = new PdfPages(new PdfFile(bytes.Within(start, end)));
            result = result with { Pages = pages.Count(), Paper = pages.Paper };
        }
        catch (DocumentFormatException)
        {
            result = result with { Pages = PdfScan.CountPages(bytes.Within(start, end)) };
        }

        bytes.Position = end;
        return result;
    }

    private static long FindEnd(DocumentBytes bytes, long start)
    {
        var from = Math.Max(start, bytes.Length - TailBytes);
        bytes.Position = from;
        var exit = bytes.Peek(TailBytes).IndexOf(PjlReader.UniversalExit);
        return exit < 0 ? bytes.Length : from + exit;
    }
}
