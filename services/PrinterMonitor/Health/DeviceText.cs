using System.Text;
using TicketFlow.PrinterMonitor.Snmp;

namespace TicketFlow.PrinterMonitor.Health;

/// <summary>Text as printers send it: NUL-terminated or not, with control octets and blanks at the edges, in one of several sets.</summary>
internal static class DeviceText
{
    private const int Latin2 = 5;
    private const int Cyrillic = 8;
    private const int Utf8 = 106;
    private const int Roman8 = 2004;
    private const int Ibm850 = 2009;

    /// <summary>HP Roman-8 from 0xA0 on; the platform has no decoder for it.</summary>
    private const string Roman8Upper =
        "\u00a0ÀÂÈÊËÎÏ´ˋˆ¨˜ÙÛ₤¯Ýý°ÇçÑñ¡¿¤£¥§ƒ¢âêôûáéóúàèòùäëöüÅîØÆåíøæÄìÖÜÉïßÔÁÃãÐðÍÌÓÒÕõŠšÚŸÿÞþ·µ¶¾—¼½ªº«■»±\u00a0";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="value">Octets, or any other type, which is then printed.</param>
    /// <param name="characterSet">prtLocalizationCharacterSet (IANA MIBenum), if known.</param>
    public static string Decode(SnmpValue value, int? characterSet)
    {
        if (value.Type != SnmpType.OctetString)
        {
            return value.AsNumber() is null && value.Type != SnmpType.ObjectIdentifier ? string.Empty : value.ToString();
        }

        var octets = value.Octets.Span;
        var end = octets.IndexOf((byte)0);
        var text = Decode(end < 0 ? octets : octets[..end], characterSet);
        return string.Concat(text.Where(c => c >= ' ' && c != '\ufffd')).Trim();
    }

    /// <summary>
    /// UTF-8 where the octets are UTF-8, whatever the device claims: several octets that fit its pattern are never chance. A display
    /// text cut in the middle of a character is not valid, so a device that claims UTF-8 is believed then.
    /// </summary>
    private static string Decode(ReadOnlySpan<byte> octets, int? characterSet)
    {
        if (characterSet == Utf8)
        {
            return Encoding.UTF8.GetString(octets);
        }

        try
        {
            return Strict.GetString(octets);
        }
        catch (DecoderFallbackException)
        {
            return characterSet == Roman8 ? FromRoman8(octets) : Single(characterSet).GetString(octets);
        }
    }

    private static Encoding Single(int? characterSet) => characterSet switch
    {
        Latin2 => CodePagesEncodingProvider.Instance.GetEncoding("iso-8859-2")!,
        Cyrillic => CodePagesEncodingProvider.Instance.GetEncoding("iso-8859-5")!,
        Ibm850 => CodePagesEncodingProvider.Instance.GetEncoding(850)!,
        _ => Encoding.Latin1,
    };

    private static string FromRoman8(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder(octets.Length);
        foreach (var octet in octets)
        {
            text.Append(octet < 0xa0 ? (char)octet : Roman8Upper[octet - 0xa0]);
        }

        return text.ToString();
    }
}
