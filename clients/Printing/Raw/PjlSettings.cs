using System.Globalization;

namespace TicketFlow.Printing.Raw;

/// <summary>
/// What was chosen beside the document, as PJL variables of this one job (HP, PJL Technical Reference Manual, chapter 6). A document that
/// says otherwise itself has the last word; a printer that does not know one goes on without it.
/// </summary>
internal static class PjlSettings
{
    private static readonly Dictionary<string, string> Papers = new(StringComparer.Ordinal)
    {
        ["iso_a3_297x420mm"] = "A3",
        ["iso_a4_210x297mm"] = "A4",
        ["iso_a5_148x210mm"] = "A5",
        ["iso_a6_105x148mm"] = "A6",
        ["na_letter_8.5x11in"] = "LETTER",
        ["na_legal_8.5x14in"] = "LEGAL",
        ["na_ledger_11x17in"] = "LEDGER",
        ["na_executive_7.25x10.5in"] = "EXECUTIVE",
        ["na_number-10_4.125x9.5in"] = "COM10",
        ["iso_dl_110x220mm"] = "DL",
        ["iso_c5_162x229mm"] = "C5",
        ["jis_b5_182x257mm"] = "JISB5",
    };

    /// <summary>Lines, each ended.</summary>
    public static string Of(PrintInstructions told) => string.Concat(Variables(told).Select(line => $"@PJL SET {line}\r\n"));

    /// <summary>The PWG 5101.1 names of papers by their names in PJL, as far as there are such.</summary>
    public static IEnumerable<string> MediaOf(IEnumerable<string> papers) =>
        papers.Join(Papers, paper => paper, pair => pair.Value, (_, pair) => pair.Key, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> Variables(PrintInstructions told)
    {
        if (told.Copies is { } copies)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"COPIES = {copies}");
        }

        if (told.Sides is { } sides)
        {
            yield return sides == "one-sided" ? "DUPLEX = OFF" : "DUPLEX = ON";
            if (sides != "one-sided")
            {
                yield return sides == "two-sided-short-edge" ? "BINDING = SHORTEDGE" : "BINDING = LONGEDGE";
            }
        }

        if (told.Media is { } media && Papers.TryGetValue(media, out var paper))
        {
            yield return $"PAPER = {paper}";
        }

        if (told.ColorMode is "color" or "monochrome")
        {
            yield return told.ColorMode == "color" ? "RENDERMODE = COLOR" : "RENDERMODE = GRAYSCALE";
        }
    }
}
