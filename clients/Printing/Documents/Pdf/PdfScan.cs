namespace TicketFlow.Printing.Documents.Pdf;

/// <summary>
/// A PDF without a usable table: printers repair such files by looking at every object, and so does this. Pages packed into object streams
/// cannot be seen; then the number is unknown.
/// </summary>
internal static class PdfScan
{
    public static int? CountPages(DocumentBytes bytes)
    {
        bytes.Position = 0;
        var pages = 0;
        while (bytes.SkipPast("/Type"u8))
        {
            var ahead = bytes.Peek(16).TrimStart(" \r\n\t\0"u8);
            if (ahead.StartsWith("/ObjStm"u8))
            {
                return null;
            }

            pages += ahead.StartsWith("/Page"u8) && (ahead.Length == 5 || !char.IsAsciiLetterOrDigit((char)ahead[5])) ? 1 : 0;
        }

        return pages > 0 ? pages : null;
    }
}
