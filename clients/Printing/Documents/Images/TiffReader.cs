namespace TicketFlow.Printing.Documents.Images;

/// <summary>TIFF 6.0, section 2, and BigTIFF: one page for each directory of the chain that is not a preview of another.</summary>
internal static class TiffReader
{
    private const int MostDirectories = 20_000;
    private const int NewSubfileType = 254;
    private const int PhotometricInterpretation = 262;
    private const int ReducedResolution = 1;

    public static DocumentProperties Read(DocumentBytes bytes)
    {
        var bigEndian = bytes.Next() == 'M';
        bytes.Skip(1);
        var wide = bytes.ReadNumber(2, bigEndian) == 43;
        bytes.Skip(wide ? 4 : 0);
        var offsetBytes = wide ? 8 : 4;
        var next = bytes.ReadNumber(offsetBytes, bigEndian);
        var (pages, colour) = (0, default(bool?));
        var seen = new HashSet<long>();
        while (next != 0)
        {
            if (next < 0 || next >= bytes.Length || !seen.Add(next) || seen.Count > MostDirectories)
            {
                return new DocumentProperties(DocumentFormats.Tiff, Colour: colour);
            }

            bytes.Position = next;
            var (preview, photometric) = ReadDirectory(bytes, bigEndian, wide);
            pages += preview ? 0 : 1;
            colour = preview ? colour : photometric switch { null => colour, 0 or 1 => colour ?? false, _ => true };
            next = bytes.ReadNumber(offsetBytes, bigEndian);
        }

        return new DocumentProperties(DocumentFormats.Tiff, pages > 0 ? pages : null, Colour: colour);
    }

    /// <summary>The cursor then stands on the offset of the next one.</summary>
    private static (bool Preview, long? Photometric) ReadDirectory(DocumentBytes bytes, bool bigEndian, bool wide)
    {
        var entries = bytes.ReadNumber(wide ? 8 : 2, bigEndian);
        if (entries is < 0 or > ushort.MaxValue)
        {
            throw new DocumentFormatException("A TIFF directory of impossible size.");
        }

        var (subfile, photometric) = (0L, default(long?));
        for (long i = 0; i < entries; i++)
        {
            bytes.Budget.Spend();
            var tag = bytes.ReadNumber(2, bigEndian);
            var type = bytes.ReadNumber(2, bigEndian);
            bytes.Skip(wide ? 8 : 4);
            var valueAt = bytes.Position;
            if (tag is NewSubfileType or PhotometricInterpretation)
            {
                var value = bytes.ReadNumber(type == 3 ? 2 : 4, bigEndian);
                (subfile, photometric) = tag == NewSubfileType ? (value, photometric) : (subfile, value);
            }

            bytes.Position = valueAt + (wide ? 8 : 4);
        }

        return ((subfile & ReducedResolution) != 0, photometric);
    }
}
