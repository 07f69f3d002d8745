using System.Text;
using TicketFlow.Printing.Documents.Pcl;

namespace TicketFlow.Printing.Documents.PostScript;

/// <summary>
/// PostScript by its document structuring comments (Adobe 5001, DSC 3.0). A file without them is a program, and how many pages it makes
/// only running it would tell: unknown.
/// </summary>
internal static class PostScriptReader
{
    private const byte Escape = 0x1B;
    private const int LongestComment = 255;

    /// <summary>Reads to the end, or to the universal exit, which stays ahead.</summary>
    public static DocumentProperties Read(DocumentBytes bytes)
    {
        var comments = new DscComments();
        Span<byte> line = stackalloc byte[LongestComment];
        try
        {
            while (NextInteresting(bytes))
            {
                var length = ReadLine(bytes, line);
                var skip = comments.Take(Encoding.Latin1.GetString(line[..length]));
                if (skip > 0 && !bytes.Skip(skip))
                {
                    throw new DocumentFormatException("PostScript announces data that is not there.");
                }
            }
        }
        catch (DocumentBudgetException)
        {
            return comments.Result(whole: false);
        }

        return comments.Result(whole: true);
    }

    /// <summary>Goes to the next line that is a comment or sets copies or sides; false at the end.</summary>
    private static bool NextInteresting(DocumentBytes bytes)
    {
        // Every caller comes from the start of a line or from the end of a comment.
        for (var atLineStart = true; !bytes.AtEnd;)
        {
            var ahead = bytes.Peek(PjlReader.UniversalExit.Length);
            if (ahead.StartsWith(PjlReader.UniversalExit))
            {
                return false;
            }

            if (atLineStart && (ahead.StartsWith("%%"u8) || ahead.StartsWith("/#"u8) || ahead.StartsWith("%R"u8)))
            {
                return true;
            }

            var rest = bytes.Ahead;
            if (rest[0] is (byte)'\n' or (byte)'\r')
            {
                bytes.Skip(1);
                atLineStart = true;
                continue;
            }

            var end = rest[1..].IndexOfAny((byte)'\n', (byte)'\r', Escape);
            atLineStart = false;
            bytes.Skip(end < 0 ? rest.Length : end + 1);
        }

        return false;
    }

    private static int ReadLine(DocumentBytes bytes, Span<byte> line)
    {
        var length = 0;
        for (var b = bytes.Peek(); b is >= 0 and not ('\n' or '\r' or Escape); b = bytes.Peek())
        {
            bytes.Next();
            if (length < line.Length)
            {
                line[length++] = (byte)b;
            }
        }

        return length;
    }
}
