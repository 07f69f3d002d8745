namespace TicketFlow.Ops.Demo;

/// <summary>What somebody prints.</summary>
internal sealed record DemoDocument(string Title, int? Pages, int Copies, bool Colour, int Sides, string Paper, long Bytes)
{
    private static readonly string[] Things =
    [
        "Invoice", "Delivery note", "Contract", "Minutes", "Offer", "Plan", "Report", "Label", "Drawing", "Slides", "Order",
        "Letter", "Spec",
    ];

    /// <summary>Of all copies, when the pages are known.</summary>
    public int? Sheets => Pages is { } pages ? (pages + Sides - 1) / Sides * Copies : null;

    /// <summary>Draws one of the department's usual kind for the printer.</summary>
    public static DemoDocument Draw(Random random, DemoDepartment department, DemoPrinter printer)
    {
        // Many small ones, few large ones.
        var pages = Math.Clamp((int)Math.Round(department.Pages * Math.Exp((random.NextDouble() + random.NextDouble() - 1) * 1.6)), 1, 400);
        var colour = printer.Colour && random.NextDouble() < department.Colour;
        var sides = pages > 1 && random.NextDouble() < 0.62 ? 2 : 1;
        var copies = random.NextDouble() < 0.06 ? random.Next(2, 12) : 1;
        var paper = printer.Name.EndsWith("plotter", StringComparison.Ordinal) ? "iso_a1_594x841mm"
            : random.NextDouble() < 0.05 ? "iso_a3_297x420mm" : "iso_a4_210x297mm";
        var bytes = (long)(pages * (colour ? 240_000 : 42_000) * (0.3 + random.NextDouble())) + 4_000;
        var title = $"{Things[random.Next(Things.Length)]} {random.Next(1000, 9999)}.pdf";
        // Some formats cannot be counted; then nobody knows the pages.
        var known = random.NextDouble() > 0.02;
        return new DemoDocument(title, known ? pages : null, copies, colour, sides, paper, bytes);
    }

    /// <summary>How long the printer needs, and the connection stays open.</summary>
    public TimeSpan TimeOn(DemoPrinter printer) => TimeSpan.FromMilliseconds(
        Math.Round(800 + (Bytes / 9_000.0) + ((Pages ?? 3) * Copies * 60_000.0 / printer.PagesPerMinute)));
}
