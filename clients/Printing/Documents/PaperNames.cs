using System.Globalization;

namespace TicketFlow.Printing.Documents;

/// <summary>Self-describing paper names (PWG 5101.1) from what documents say: sizes, or the names of PostScript, PJL and PCL.</summary>
public static class PaperNames
{
    /// <summary>Drivers round to whole points, and some to 1/10 inch.</summary>
    private const double ToleranceMillimetres = 1.5;

    private const double LongestMillimetres = 100_000;

    private static readonly (string Name, string[] Aliases, double Width, double Height)[] Known =
    [
        ("iso_a4_210x297mm", ["A4"], 210, 297),
        ("na_letter_8.5x11in", ["LETTER"], 215.9, 279.4),
        ("iso_a3_297x420mm", ["A3"], 297, 420),
        ("na_legal_8.5x14in", ["LEGAL"], 215.9, 355.6),
        ("na_ledger_11x17in", ["LEDGER", "TABLOID", "11X17"], 279.4, 431.8),
        ("iso_a5_148x210mm", ["A5"], 148, 210),
        ("iso_a6_105x148mm", ["A6"], 105, 148),
        ("na_executive_7.25x10.5in", ["EXECUTIVE", "EXEC"], 184.15, 266.7),
        ("jis_b4_257x364mm", ["JISB4", "B4JIS"], 257, 364),
        ("jis_b5_182x257mm", ["JISB5", "B5JIS"], 182, 257),
        ("iso_a2_420x594mm", ["A2"], 420, 594),
        ("iso_a1_594x841mm", ["A1"], 594, 841),
        ("iso_a0_841x1189mm", ["A0"], 841, 1189),
        ("na_number-10_4.125x9.5in", ["COM10"], 104.78, 241.3),
        ("iso_dl_110x220mm", ["DL", "ENVDL"], 110, 220),
        ("iso_c5_162x229mm", ["C5", "ENVC5"], 162, 229),
        ("na_monarch_3.875x7.5in", ["MONARCH"], 98.43, 190.5),
    ];

    /// <summary>By a driver's name for it; null when it means nothing here.</summary>
    public static string? Named(string name)
    {
        var plain = name.Trim().TrimStart('*').Split('.')[0].ToUpperInvariant();
        return Known.FirstOrDefault(paper => paper.Aliases.Contains(plain, StringComparer.Ordinal)).Name;
    }

    /// <summary>By its size in points (1/72 inch), in either orientation.</summary>
    public static string? OfPoints(double width, double height) => OfMillimetres(width * 25.4 / 72, height * 25.4 / 72);

    public static string? OfMillimetres(double width, double height)
    {
        if (!(width >= 1 && height >= 1 && width <= LongestMillimetres && height <= LongestMillimetres))
        {
            return null;
        }

        var (small, large) = (Math.Min(width, height), Math.Max(width, height));
        var known = Known.FirstOrDefault(paper =>
            Math.Abs(paper.Width - small) <= ToleranceMillimetres && Math.Abs(paper.Height - large) <= ToleranceMillimetres);
        return known.Name ?? string.Create(CultureInfo.InvariantCulture, $"custom_size_{small:0}x{large:0}mm");
    }

    /// <summary>By PCL 5's number for it (ESC &amp;l#A, PCL 5 Printer Language Technical Reference Manual, table 5-1).</summary>
    public static string? OfPcl(int number) => number switch
    {
        1 => Known[7].Name,
        2 => Known[1].Name,
        3 => Known[3].Name,
        6 => Known[4].Name,
        25 => Known[5].Name,
        26 => Known[0].Name,
        27 => Known[2].Name,
        45 => Known[9].Name,
        46 => Known[8].Name,
        80 => Known[16].Name,
        81 => Known[13].Name,
        90 => Known[14].Name,
        91 => Known[15].Name,
        _ => null,
    };

    /// <summary>By PCL XL's number for it (attribute MediaSize, PCL XL Feature Reference 3.0, appendix G).</summary>
    public static string? OfPclXl(int number) => number switch
    {
        0 => Known[1].Name,
        1 => Known[3].Name,
        2 => Known[0].Name,
        3 => Known[7].Name,
        4 => Known[4].Name,
        5 => Known[2].Name,
        6 => Known[13].Name,
        7 => Known[16].Name,
        8 => Known[15].Name,
        9 => Known[14].Name,
        10 => Known[8].Name,
        11 => Known[9].Name,
        16 => Known[5].Name,
        17 => Known[6].Name,
        _ => null,
    };
}
