namespace TicketFlow.Printing.Documents;

/// <summary>
/// What a document says of itself. Null is "not told": a wrong number on an invoice is worse than none, so nothing here is ever guessed as
/// 0.
/// </summary>
/// <param name="Format">One of <see cref="DocumentFormats"/>.</param>
/// <param name="Pages">Printed sides of one copy.</param>
/// <param name="Copies">Copies the document itself asks for.</param>
/// <param name="Colour">Whether colour is asked for; false: grey or black only.</param>
/// <param name="Sides">Printed sides per sheet: 1 or 2.</param>
/// <param name="Paper">Paper of the first page, a self-describing name of PWG 5101.1 such as <c>iso_a4_210x297mm</c>.</param>
public sealed record DocumentProperties(
    string Format, int? Pages = null, int? Copies = null, bool? Colour = null, int? Sides = null, string? Paper = null)
{
    /// <summary>Nothing is known.</summary>
    public static DocumentProperties Unknown { get; } = new(DocumentFormats.Unknown);

    /// <summary>
    /// Sheets of all copies, when pages and sides are known. A document that asks for no number of copies is printed once.
    /// </summary>
    public int? Sheets => Pages is { } pages && Sides is 1 or 2
        ? (int?)Math.Min((((long)pages + Sides.Value - 1) / Sides.Value) * (Copies ?? 1), int.MaxValue)
        : null;
}
