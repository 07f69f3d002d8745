using System.Globalization;
using System.Text;

namespace TicketFlow.Delivery;

/// <summary>Writes a letter as an Internet message (RFC 5322, MIME in RFC 2045 and 2047): ASCII lines only, the text in base64.</summary>
internal static class MailText
{
    private const int Base64Line = 76;

    /// <summary>Bytes of UTF-8 in one encoded word: 39 make 52 characters of base64, 64 with its frame; 75 are allowed.</summary>
    private const int EncodedWordBytes = 39;

    /// <summary>The message with CRLF line ends, not yet dot-stuffed.</summary>
    public static string Write(Letter letter, string from, string to)
    {
        var domain = from[(from.IndexOf('@', StringComparison.Ordinal) + 1)..];
        var body = new StringBuilder(letter.Text).Append("\r\n\r\n")
            .AppendLine(CultureInfo.InvariantCulture, $"When: {letter.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
        foreach (var (name, value) in letter.Facts.Where(fact => fact.Value is not null))
        {
            body.Append(name).Append(": ").AppendLine(value);
        }

        string?[] headers =
        [
            $"Date: {letter.At.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)} +0000",
            $"From: TicketFlow <{from}>",
            $"To: <{to}>",
            $"Message-ID: <{letter.MessageName ?? letter.Id.ToString("n")}@{domain}>",
            letter.FollowsUp is { } earlier ? $"In-Reply-To: <{earlier}@{domain}>\r\nReferences: <{earlier}@{domain}>" : null,
            $"Subject: {Header(letter.Subject)}",
            "Auto-Submitted: auto-generated",
            $"X-TicketFlow-Id: {letter.Id}",
            $"X-TicketFlow-Kind: {letter.Kind}",
            "MIME-Version: 1.0",
        ];
        return string.Join("\r\n", headers.OfType<string>()) + "\r\n"
            + Content(letter, Encoding.UTF8.GetBytes(body.ToString().ReplaceLineEndings("\r\n")));
    }

    /// <summary>The text alone, or with a file behind it (RFC 2046, section 5.1.3).</summary>
    private static string Content(Letter letter, byte[] text)
    {
        var plain = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Wrapped(text);
        if (letter.File is not { } file)
        {
            return plain;
        }

        // '_' stands in no base64, so the boundary stands in no part.
        var boundary = $"part_{letter.Id:n}";
        return $"Content-Type: multipart/mixed; boundary=\"{boundary}\"\r\n\r\n--{boundary}\r\n{plain}\r\n--{boundary}\r\n"
            + $"Content-Type: {file.ContentType}\r\nContent-Disposition: attachment; filename=\"{file.Name}\"\r\n"
            + $"Content-Transfer-Encoding: base64\r\n\r\n{Wrapped(file.Content.Span)}\r\n--{boundary}--\r\n";
    }

    /// <summary>Text as header content; anything but plain ASCII goes into encoded words, so no line end can get out of it.</summary>
    private static string Header(string text)
    {
        if (text.Length <= 60 && text.All(c => c is >= ' ' and <= '~') && !text.Contains("=?", StringComparison.Ordinal))
        {
            return text;
        }

        var words = new List<string>();
        var word = new List<byte>();
        foreach (var rune in text.EnumerateRunes())
        {
            var bytes = Encoding.UTF8.GetBytes(rune.ToString());
            if (word.Count + bytes.Length > EncodedWordBytes)
            {
                words.Add(EncodedWord(word));
                word.Clear();
            }

            word.AddRange(bytes);
        }

        words.Add(EncodedWord(word));
        return string.Join("\r\n ", words);
    }

    private static string EncodedWord(List<byte> bytes) => $"=?utf-8?B?{Convert.ToBase64String([.. bytes])}?=";

    private static string Wrapped(ReadOnlySpan<byte> content)
    {
        var (base64, lines) = (Convert.ToBase64String(content), new StringBuilder());
        for (var start = 0; start < base64.Length; start += Base64Line)
        {
            lines.Append(base64.AsSpan(start, Math.Min(Base64Line, base64.Length - start))).Append("\r\n");
        }

        return lines.ToString();
    }
}
