namespace TicketFlow.Printing.Documents;

/// <summary>
/// Plain text: a form feed ends a page, and so does the last line that fits. Printers clip long lines by default, so they do not count
/// twice.
/// </summary>
internal static class TextReader
{
    /// <summary>11 inches less half an inch at both ends, 6 lines per inch: what printers take from the factory.</summary>
    public const int LinesPerPage = 60;

    public static DocumentProperties Read(DocumentBytes bytes)
    {
        var (pages, lines, written) = (0, 0, false);
        for (var ahead = bytes.Ahead; !ahead.IsEmpty; ahead = bytes.Ahead)
        {
            var end = ahead.IndexOfAny((byte)'\n', (byte)'\f');
            var line = end < 0 ? ahead : ahead[..end];
            if (line.ContainsAnyExceptInRange((byte)0, (byte)' '))
            {
                pages += lines / LinesPerPage;
                (lines, written) = (lines % LinesPerPage, true);
            }

            if (end >= 0 && ahead[end] is (byte)'\f')
            {
                (pages, lines, written) = (pages + 1, 0, false);
            }
            else if (end >= 0)
            {
                lines++;
            }

            bytes.Skip(line.Length + (end < 0 ? 0 : 1));
        }

        pages += written ? 1 : 0;
        return new DocumentProperties(DocumentFormats.Text, pages > 0 ? pages : null);
    }
}
