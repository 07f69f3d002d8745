namespace TicketFlow.Printing.Documents.Raster;

/// <summary>
/// Skips the compressed lines of a page: a count of repeats, then runs of equal (0 to 127) and of different pixels (129 to 255) until the
/// line is full (PWG 5102.4, section 4.4); URF adds 128: the rest is white.
/// </summary>
internal static class RasterLines
{
    private const long LongestLine = 1_000_000;
    private const long MostLines = 10_000_000;

    /// <exception cref="DocumentFormatException">The page is not whole.</exception>
    public static void Skip(DocumentBytes bytes, long pixelsPerLine, int bitsPerPixel, long lines)
    {
        var pixelBytes = Math.Max(1, bitsPerPixel / 8);
        var pixels = bitsPerPixel >= 8 ? pixelsPerLine : (pixelsPerLine * bitsPerPixel + 7) / 8;
        if (pixels is <= 0 or > LongestLine || lines is <= 0 or > MostLines || bitsPerPixel is < 1 or > 256)
        {
            throw new DocumentFormatException("A raster page of impossible size.");
        }

        for (long line = 0; line < lines;)
        {
            line += 1 + Need(bytes.Next());
            SkipLine(bytes, pixels, pixelBytes);
        }
    }

    private static void SkipLine(DocumentBytes bytes, long pixels, int pixelBytes)
    {
        for (long done = 0; done < pixels;)
        {
            var run = Need(bytes.Next());
            if (run == 128)
            {
                return;
            }

            var literal = run > 128;
            var count = literal ? 257 - run : run + 1;
            if (!bytes.Skip(literal ? (long)count * pixelBytes : pixelBytes))
            {
                throw new DocumentFormatException("A raster page that is not whole.");
            }

            done += count;
        }
    }

    private static int Need(int b) => b >= 0 ? b : throw new DocumentFormatException("A raster page that is not whole.");
}
