namespace TicketFlow.Printing.Documents.Raster;

/// <summary>PWG raster (PWG 5102.4): a header of 1796 bytes and compressed lines for each page.</summary>
internal static class PwgRasterReader
{
    private const int HeaderBytes = 1796;

    // Offsets in the page header (PWG 5102.4, table 2).
    private const int Duplex = 272;
    private const int NumCopies = 340;
    private const int PageSize = 352;
    private const int Width = 372;
    private const int Height = 376;
    private const int BitsPerPixel = 388;
    private const int ColorSpace = 400;
    private const int TotalPageCount = 452;

    public static DocumentProperties Read(DocumentBytes bytes)
    {
        Span<byte> sync = stackalloc byte[4];
        bytes.Read(sync);
        var bigEndian = sync[0] == 'R';
        var first = default(DocumentProperties);
        var (pages, total) = (0, 0L);
        try
        {
            while (!bytes.AtEnd)
            {
                var at = bytes.Position;
                long Field(int offset)
                {
                    bytes.Position = at + offset;
                    return bytes.ReadNumber(4, bigEndian);
                }

                total = Field(TotalPageCount);
                var page = Describe(Field);
                first = first is null ? page : first with { Colour = first.Colour is true || page.Colour is true };
                var (width, bits, height) = (Field(Width), (int)Field(BitsPerPixel), Field(Height));
                bytes.Position = at + HeaderBytes;
                RasterLines.Skip(bytes, width, bits, height);
                pages++;
            }
        }
        catch (DocumentBudgetException)
        {
            // Too long to look at every page: then the header's own word, where it says one.
            return (first ?? DocumentProperties.Unknown) with { Pages = total is > 0 and <= int.MaxValue ? (int)total : null };
        }

        return (first ?? DocumentProperties.Unknown) with { Pages = pages > 0 ? pages : null };
    }

    private static DocumentProperties Describe(Func<int, long> field) => new(
        DocumentFormats.PwgRaster,
        null,
        field(NumCopies) is > 0 and <= 99_999 and var copies ? (int)copies : null,
        field(ColorSpace) is not (0 or 3 or 18),
        field(Duplex) is 0 ? 1 : 2,
        PaperNames.OfPoints(field(PageSize), field(PageSize + 4)));
}
