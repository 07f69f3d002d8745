using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TicketFlow.Reporting.Api.Lists;

/// <summary>Where a page ended: the order's value and the key of its last row. Opaque to callers, and bound to their question.</summary>
internal sealed record ListCursor(object Value, object Key)
{
    private const int FingerprintLetters = 12;

    /// <summary>A short mark of a question.</summary>
    public static string FingerprintOf(string question) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(question)))[..FingerprintLetters];

    /// <summary>As it is handed out.</summary>
    public string Write(string fingerprint) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new[] { fingerprint, Text(Value), Text(Key) }));

    /// <summary>Null when it is none of this question.</summary>
    public static ListCursor? TryParse(string text, string fingerprint, Column order, Column key)
    {
        try
        {
            var parts = JsonSerializer.Deserialize<string[]>(Base64Url.DecodeFromChars(text));
            // Anybody can write one: nothing, or a character that no text of the database holds, is none of ours.
            return parts is [{ } mark, { } value, { } last] && mark == fingerprint
                && !(value + last).Contains('\0', StringComparison.Ordinal)
                ? new ListCursor(Parse(order.Kind, value), Parse(key.Kind, last))
                : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or OverflowException)
        {
            return null;
        }
    }

    private static string Text(object value) => value switch
    {
        DateTime time => time.ToString("o", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => (string)value,
    };

    private static object Parse(CellKind kind, string text) => kind switch
    {
        CellKind.Number => long.Parse(text, CultureInfo.InvariantCulture),
        CellKind.Decimal => decimal.Parse(text, CultureInfo.InvariantCulture),
        CellKind.Time => DateTime.Parse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal),
        _ => text,
    };
}
