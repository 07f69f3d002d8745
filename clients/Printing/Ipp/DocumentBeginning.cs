using System.IO.Compression;

namespace TicketFlow.Printing.Ipp;

/// <summary>What the first piece of a document tells: its format, and whether compressing is worth it.</summary>
internal static class DocumentBeginning
{
    private const double WorthIt = 0.8;
    private const int TooShort = 4096;

    private static readonly (byte[] Mark, string Format)[] Formats =
    [
        ("%PDF-"u8.ToArray(), "application/pdf"),
        ("%!PS"u8.ToArray(), "application/postscript"),
        ([0xFF, 0xD8, 0xFF], "image/jpeg"),
        ("RaS2"u8.ToArray(), "image/pwg-raster"),
        ("UNIRAST\0"u8.ToArray(), "image/urf"),
    ];

    public static string? FormatOf(ReadOnlySpan<byte> beginning)
    {
        foreach (var (mark, format) in Formats)
        {
            if (beginning.StartsWith(mark))
            {
                return format;
            }
        }

        return null;
    }

    /// <summary>Tries it: what is compressed already does not shrink.</summary>
    public static bool GainsByCompression(ReadOnlySpan<byte> beginning)
    {
        if (beginning.Length < TooShort)
        {
            return false;
        }

        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(beginning);
        }

        return output.Length < beginning.Length * WorthIt;
    }
}
