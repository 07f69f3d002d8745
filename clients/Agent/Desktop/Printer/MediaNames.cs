using System.Globalization;
using TicketFlow.Ipp;

namespace TicketFlow.Agent.Desktop.Printer;

/// <summary>A size of paper by its PWG 5101.1 name, in hundredths of millimetres.</summary>
internal sealed record MediaSize(string Name, int Width, int Length);

/// <summary>The usual sizes, for printers that do not tell their own.</summary>
internal static class MediaNames
{
    public const string A4 = "iso_a4_210x297mm";

    /// <summary>Two sizes are the same when no side differs by more (PWG 5101.1, section 5.3).</summary>
    private const int Tolerance = 50;

    public static IReadOnlyList<MediaSize> Usual { get; } =
    [
        new(A4, 21000, 29700), new("na_letter_8.5x11in", 21590, 27940), new("iso_a3_297x420mm", 29700, 42000),
        new("iso_a5_148x210mm", 14800, 21000), new("iso_a6_105x148mm", 10500, 14800), new("iso_b5_176x250mm", 17600, 25000),
        new("jis_b5_182x257mm", 18200, 25700), new("na_legal_8.5x14in", 21590, 35560), new("na_ledger_11x17in", 27940, 43180),
        new("na_executive_7.25x10.5in", 18415, 26670), new("na_index-4x6_4x6in", 10160, 15240), new("na_5x7_5x7in", 12700, 17780),
        new("iso_dl_110x220mm", 11000, 22000), new("iso_c5_162x229mm", 16200, 22900), new("na_number-10_4.125x9.5in", 10477, 24130),
    ];

    /// <summary>The name of the size that a <c>media-col</c> wants; a size of its own gets a name of its own.</summary>
    public static string? Of(IppCollection? media)
    {
        var size = media?.Find("media-size")?.Values.OfType<IppCollection>().FirstOrDefault();
        var width = size?.Find("x-dimension")?.Integers().FirstOrDefault() ?? 0;
        var length = size?.Find("y-dimension")?.Integers().FirstOrDefault() ?? 0;
        if (width <= 0 || length <= 0)
        {
            return media?.Find("media-size-name")?.Strings().FirstOrDefault() ?? media?.Find("media-key")?.Strings().FirstOrDefault();
        }

        var usual = Usual.FirstOrDefault(m => Math.Abs(m.Width - width) <= Tolerance && Math.Abs(m.Length - length) <= Tolerance);
        return usual?.Name ?? string.Create(
            CultureInfo.InvariantCulture, $"custom_{width / 100m:0.##}x{length / 100m:0.##}mm_{width / 100m:0.##}x{length / 100m:0.##}mm");
    }
}
