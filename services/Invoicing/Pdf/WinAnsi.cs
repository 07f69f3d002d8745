namespace TicketFlow.Invoicing.Pdf;

/// <summary>
/// The letters of PDF's standard fonts (ISO 32000-1 annex D, WinAnsiEncoding). Latin letters beyond them lose their marks, the rest of
/// Unicode becomes a question mark: the files for machines (JSON, CSV, UBL) keep every letter.
/// </summary>
internal static class WinAnsi
{
    private const string From128 = "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ";

    // Pairs of a letter and what stands for it.
    private const string Plain =
        "ĀAāaĂAăaĄAąaĆCćcĈCĉcĊCċcČCčcĎDďdĐDđdĒEēeĔEĕeĖEėeĘEęeĚEěeĜGĝgĞGğgĠGġgĢGģgĤHĥhĦHħh"
        + "ĨIĩiĪIīiĬIĭiĮIįiİIıiĴJĵjĶKķkĹLĺlĻLļlĽLľlŁLłlŃNńnŅNņnŇNňnŌOōoŎOŏoŐOőoŔRŕrŖRŗrŘRřr"
        + "ŚSśsŜSŝsŞSşsȘSșsŢTţtȚTțtŤTťtŦTŧtŨUũuŪUūuŬUŭuŮUůuŰUűuŲUųuŴWŵwŶYŷyŹZźzŻZżzẞß"
        + "−-‐-‑-″\"′'\u202F \u2009 \u2007 ";

    private static readonly Dictionary<char, byte> Codes = Build();

    /// <summary>The text's bytes; line breaks and tabs become blanks.</summary>
    public static byte[] Encode(string text)
    {
        var bytes = new List<byte>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            bytes.Add(rune.IsBmp && Codes.TryGetValue((char)rune.Value, out var code) ? code : (byte)'?');
        }

        return [.. bytes];
    }

    private static Dictionary<char, byte> Build()
    {
        var codes = new Dictionary<char, byte> { ['\t'] = 0x20, ['\n'] = 0x20, ['\r'] = 0x20 };
        for (var code = 0x20; code < 0x100; code++)
        {
            if (code is < 0x7F or >= 0xA0)
            {
                codes[(char)code] = (byte)code;
            }
        }

        for (var i = 0; i < From128.Length; i++)
        {
            if (From128[i] != '\0')
            {
                codes[From128[i]] = (byte)(128 + i);
            }
        }

        for (var i = 0; i < Plain.Length; i += 2)
        {
            codes[Plain[i]] = codes[Plain[i + 1]];
        }

        return codes;
    }
}
