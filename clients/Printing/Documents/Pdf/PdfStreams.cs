using System.IO.Compression;

namespace TicketFlow.Printing.Documents.Pdf;

/// <summary>
/// Unpacks the small streams that hold a PDF's structure (ISO 32000-1, 7.4 and 7.5.7); a bomb stops at <see cref="LongestContent"/>.
/// </summary>
internal static class PdfStreams
{
    /// <summary>An object stream has some hundred objects, a table of a million objects five times as many bytes.</summary>
    private const int LongestContent = 4 * 1024 * 1024;

    private const int PieceBytes = 16 * 1024;

    /// <exception cref="DocumentFormatException">Too large, or packed in a way that these streams never are.</exception>
    public static byte[] Unpack(DocumentBytes bytes, PdfDictionary dictionary, long length)
    {
        if (dictionary.StreamAt is not { } at || length < 0 || length > bytes.Length - at)
        {
            throw new DocumentFormatException("A PDF stream that is not there.");
        }

        using var packed = new PartStream(bytes.Within(at, at + length));
        var content = Single(dictionary.Get("Filter")) switch
        {
            null => ReadAll(packed, bytes.Budget),
            PdfName { Text: "FlateDecode" or "Fl" } => Inflate(packed, bytes.Budget),
            _ => throw new DocumentFormatException("A PDF structure stream in an unusual packing."),
        };
        return Single(dictionary.Get("DecodeParms")) is PdfDictionary parameters ? Unpredict(content, parameters) : content;
    }

    private static object? Single(object? value) => value is List<object?> { Count: 1 } list ? list[0] : value;

    private static byte[] Inflate(Stream packed, ReadBudget budget)
    {
        using var inflated = new ZLibStream(packed, CompressionMode.Decompress);
        try
        {
            return ReadAll(inflated, budget);
        }
        catch (InvalidDataException)
        {
            throw new DocumentFormatException("A PDF stream that cannot be unpacked.");
        }
    }

    private static byte[] ReadAll(Stream source, ReadBudget budget)
    {
        var content = new MemoryStream();
        var piece = new byte[PieceBytes];
        while (source.Read(piece) is > 0 and var read)
        {
            budget.Spend(16);
            content.Write(piece, 0, read);
            if (content.Length > LongestContent)
            {
                throw new DocumentFormatException("A PDF structure stream without end.");
            }
        }

        return content.ToArray();
    }

    /// <summary>PNG's row filters (RFC 2083, chapter 6), which is what writers use for tables of objects.</summary>
    private static byte[] Unpredict(byte[] content, PdfDictionary parameters)
    {
        var predictor = parameters.Integer("Predictor") ?? 1;
        if (predictor == 1)
        {
            return content;
        }

        var columns = (int)Math.Clamp(parameters.Integer("Columns") ?? 1, 1, 64);
        if (predictor < 10 || (parameters.Integer("Colors") ?? 1) != 1 || (parameters.Integer("BitsPerComponent") ?? 8) != 8)
        {
            throw new DocumentFormatException("A PDF structure stream in an unusual packing.");
        }

        var rows = content.Length / (columns + 1);
        var plain = new byte[rows * columns];
        for (var row = 0; row < rows; row++)
        {
            var filter = content[row * (columns + 1)];
            for (var column = 0; column < columns; column++)
            {
                var left = column > 0 ? plain[(row * columns) + column - 1] : 0;
                var up = row > 0 ? plain[((row - 1) * columns) + column] : 0;
                var corner = row > 0 && column > 0 ? plain[((row - 1) * columns) + column - 1] : 0;
                var raw = content[(row * (columns + 1)) + 1 + column];
                plain[(row * columns) + column] = (byte)(raw + filter switch
                {
                    1 => left,
                    2 => up,
                    3 => (left + up) / 2,
                    4 => Paeth(left, up, corner),
                    _ => 0,
                });
            }
        }

        return plain;
    }

    private static int Paeth(int left, int up, int corner)
    {
        var guess = left + up - corner;
        var (a, b, c) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - corner));
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }

    /// <summary>A part of the document, as a stream.</summary>
    private sealed class PartStream(DocumentBytes part) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => part.Length;

        public override long Position
        {
            get => part.Position;
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            var ahead = part.Ahead;
            var taken = Math.Min(ahead.Length, buffer.Length);
            ahead[..taken].CopyTo(buffer);
            part.Skip(taken);
            return taken;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
