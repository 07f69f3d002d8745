using TicketFlow.Printing.Documents.Images;
using TicketFlow.Printing.Documents.Pcl;
using TicketFlow.Printing.Documents.Pdf;
using TicketFlow.Printing.Documents.PostScript;
using TicketFlow.Printing.Documents.Raster;

namespace TicketFlow.Printing.Documents;

/// <summary>
/// Reads what a document says of itself before it is printed (patent step 3-6). Memory stays below a few MB whatever the document's size;
/// a wrong or hostile document costs at most <see cref="DocumentLimits.Time"/> and yields less, never an exception.
/// </summary>
public static class DocumentReader
{
    /// <summary>One file may hold several documents behind each other, each with its own PJL.</summary>
    private const int MostParts = 1000;

    /// <param name="document">Seekable; its position is moved.</param>
    /// <param name="limits">What it may cost.</param>
    /// <param name="clock">Measures it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">The document itself could not be read.</exception>
    /// <exception cref="OperationCanceledException">As asked.</exception>
    public static DocumentProperties Read(
        Stream document, DocumentLimits limits, TimeProvider clock, CancellationToken cancellationToken = default)
    {
        var bytes = new DocumentBytes(document, new ReadBudget(limits.Time, clock, cancellationToken));
        var sum = default(DocumentSum);
        try
        {
            for (var part = 0; part < MostParts; part++)
            {
                var before = bytes.Position;
                var told = PjlReader.Read(bytes);
                if (bytes.AtEnd)
                {
                    return sum.Total(told);
                }

                sum.Add(told.Over(ReadPart(bytes, told.Language)));
                if (bytes.AtEnd || bytes.Position <= before)
                {
                    return sum.Total(told);
                }
            }
        }
        catch (Exception e) when (e is DocumentFormatException or DocumentBudgetException)
        {
            // What could not be read is unknown.
        }

        return sum.Failed();
    }

    /// <summary>Reads to the end of the document or to the PJL behind it; what PJL never follows takes all.</summary>
    private static DocumentProperties ReadPart(DocumentBytes bytes, string? language)
    {
        var format = FormatOf(bytes, language);
        return format switch
        {
            DocumentFormats.Pdf => PdfReader.Read(bytes),
            DocumentFormats.PostScript => PostScriptReader.Read(bytes),
            DocumentFormats.Pcl => new PclReader(bytes).Read(),
            DocumentFormats.PclXl => PclXlReader.Read(bytes),
            _ => ReadRest(bytes, format),
        };
    }

    private static DocumentProperties ReadRest(DocumentBytes bytes, string format)
    {
        var rest = bytes.Within(bytes.Position, bytes.Length);
        bytes.Position = bytes.Length;
        return format switch
        {
            DocumentFormats.PwgRaster => PwgRasterReader.Read(rest),
            DocumentFormats.Urf => UrfReader.Read(rest),
            DocumentFormats.Jpeg => JpegReader.Read(rest),
            DocumentFormats.Tiff => TiffReader.Read(rest),
            DocumentFormats.Text => TextReader.Read(rest),
            _ => DocumentProperties.Unknown,
        };
    }

    private static string FormatOf(DocumentBytes bytes, string? language)
    {
        var head = bytes.Peek(4096);
        var exit = head.IndexOf(PjlReader.UniversalExit);
        var format = DocumentFormats.Of(exit > 0 ? head[..exit] : head);
        return (format, language) switch
        {
            (DocumentFormats.Text or DocumentFormats.Unknown, "PCL") => DocumentFormats.Pcl,

            // Behind PJL text is PCL's: a printer's own default. Other languages, a plotter's for one, are made of letters too.
            (DocumentFormats.Text, null) when bytes.Position > 0 => DocumentFormats.Pcl,
            (DocumentFormats.Text, not null) => DocumentFormats.Unknown,
            _ => format,
        };
    }
}
