namespace TicketFlow.Printing.Documents;

/// <summary>Formats the readers know, and how their first bytes look.</summary>
public static class DocumentFormats
{
    public const string Unknown = "unknown";
    public const string Pdf = "pdf";
    public const string PostScript = "postscript";
    public const string Pcl = "pcl";
    public const string PclXl = "pcl-xl";
    public const string PwgRaster = "pwg-raster";
    public const string Urf = "urf";
    public const string Jpeg = "jpeg";
    public const string Tiff = "tiff";
    public const string Text = "text";

    /// <summary>How far into a document the PDF header may stand (ISO 32000-1, annex H.3, note 13).</summary>
    internal const int PdfHeaderWithin = 1024;

    private const byte Escape = 0x1B;

    /// <summary>The format of a document that begins like this; PJL around it is taken off before.</summary>
    internal static string Of(ReadOnlySpan<byte> head) => head switch
    {
        [] => Unknown,
        [(byte)'%', (byte)'!', ..] or [4, (byte)'%', (byte)'!', ..] => PostScript,
        [0xFF, 0xD8, 0xFF, ..] => Jpeg,
        [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..] => Tiff,
        [Escape, (byte)'E' or (byte)'&' or (byte)'*' or (byte)'(' or (byte)')' or (byte)'9' or (byte)'%', ..] => Pcl,
        _ when head.StartsWith("UNIRAST\0"u8) => Urf,
        _ when head.StartsWith("RaS2"u8) || head.StartsWith("2SaR"u8) => PwgRaster,
        _ when head.Length > 10 && head[1..].StartsWith(" HP-PCL XL;"u8) => PclXl,
        _ when head[..Math.Min(head.Length, PdfHeaderWithin)].IndexOf("%PDF-"u8) >= 0 => Pdf,
        _ when LooksLikeText(head) => Text,
        _ => Unknown,
    };

    private static bool LooksLikeText(ReadOnlySpan<byte> head)
    {
        // Label printers' languages are made of letters too; lines mean nothing there.
        if (head.TrimStart(" \r\n\t"u8) is [(byte)'^' or (byte)'~', ..])
        {
            return false;
        }

        foreach (var b in head)
        {
            if (b is < 0x20 and not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f' or (byte)'\b') or 0x7F)
            {
                return false;
            }
        }

        return true;
    }
}
