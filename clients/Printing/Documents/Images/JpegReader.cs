namespace TicketFlow.Printing.Documents.Images;

/// <summary>JPEG (ITU-T T.81, annex B): one page; the frame's header tells how many colours.</summary>
internal static class JpegReader
{
    private const int MostSegments = 10_000;

    public static DocumentProperties Read(DocumentBytes bytes)
    {
        bytes.Skip(2);
        for (var segment = 0; segment < MostSegments && NextMarker(bytes) is { } marker; segment++)
        {
            bytes.Budget.Spend();
            var length = bytes.ReadNumber(2, bigEndian: true);
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                bytes.Skip(5);
                return new DocumentProperties(DocumentFormats.Jpeg, 1, Colour: bytes.Next() switch { 1 => false, < 0 => null, _ => true });
            }

            if (length < 2 || !bytes.Skip(length - 2))
            {
                break;
            }
        }

        return new DocumentProperties(DocumentFormats.Jpeg);
    }

    /// <summary>Null where the segments end: a start of scan or an end of image before any frame is broken.</summary>
    private static int? NextMarker(DocumentBytes bytes)
    {
        if (bytes.Next() != 0xFF)
        {
            return null;
        }

        var marker = bytes.Next();
        while (marker == 0xFF)
        {
            marker = bytes.Next();
        }

        return marker is < 0 or 0xD9 or 0xDA ? null : marker;
    }
}
