namespace TicketFlow.Printing.Documents.Raster;

/// <summary>
/// URF, Apple's raster. Not published; the layout is the one that the readers of cups-filters and Ghostscript agree on: after the word
/// UNIRAST the number of pages, then a header of 32 bytes and compressed lines for each page.
/// </summary>
internal static class UrfReader
{
    private const int HeaderBytes = 32;
    private const int MagicBytes = 8;

    public static DocumentProperties Read(DocumentBytes bytes)
    {
        bytes.Skip(MagicBytes);
        var announced = bytes.ReadNumber(4, bigEndian: true);
        var first = default(DocumentProperties);
        var pages = 0;
        Span<byte> header = stackalloc byte[HeaderBytes];
        try
        {
            while (!bytes.AtEnd)
            {
                bytes.Read(header);
                var (width, height, dots) = (Number(header[12..]), Number(header[16..]), Number(header[20..]));
                var colour = header[1] is not (0 or 4);
                first = first is null
                    ? new DocumentProperties(DocumentFormats.Urf, null, null, colour, SidesOf(header[2]), PaperOf(width, height, dots))
                    : first with { Colour = first.Colour is true || colour };
                RasterLines.Skip(bytes, width, header[0], height);
                pages++;
            }
        }
        catch (DocumentBudgetException)
        {
            return (first ?? DocumentProperties.Unknown) with { Pages = announced is > 0 and < int.MaxValue ? (int)announced : null };
        }

        return (first ?? DocumentProperties.Unknown) with { Pages = pages > 0 ? pages : null };
    }

    private static int? SidesOf(byte duplex) => duplex switch { 1 => 1, 2 or 3 => 2, _ => null };

    private static string? PaperOf(long width, long height, long dotsPerInch) =>
        dotsPerInch > 0 ? PaperNames.OfMillimetres(width * 25.4 / dotsPerInch, height * 25.4 / dotsPerInch) : null;

    private static uint Number(ReadOnlySpan<byte> raw) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(raw);
}
