using TicketFlow.Agent.Jobs;
using TicketFlow.Ipp;
using TicketFlow.Printing;

namespace TicketFlow.Agent.Desktop;

/// <summary>How a document is to be printed, as its application said beside it, in IPP's words; null where it said nothing.</summary>
/// <param name="Format">MIME type of the document.</param>
/// <param name="Copies">1 to 9999.</param>
/// <param name="Sides"><c>one-sided</c>, <c>two-sided-long-edge</c>, <c>two-sided-short-edge</c>.</param>
/// <param name="Media">PWG 5101.1 name of the paper.</param>
/// <param name="ColorMode"><c>color</c>, <c>monochrome</c>, <c>auto</c>.</param>
/// <param name="Quality">3 draft, 4 normal, 5 high.</param>
/// <param name="Further">Everything else, as <see cref="IppPacked"/> writes it.</param>
internal sealed record PrintTicket(
    string? Format = null, int? Copies = null, string? Sides = null, string? Media = null, string? ColorMode = null, int? Quality = null,
    string? Further = null)
{
    private const string OneSided = "one-sided";

    public static PrintTicket Empty { get; } = new();

    /// <summary>What of it the job keeps; null for nothing. "auto" leaves the choice to the document.</summary>
    public DocumentFacts? Facts()
    {
        var facts = new DocumentFacts(
            Copies: Copies, Sides: Sides is null ? null : Sides == OneSided ? 1 : 2, Paper: Media,
            Colour: ColorMode switch { "color" => true, "monochrome" => false, _ => null });
        return facts == new DocumentFacts() ? null : facts;
    }

    /// <summary>For printers that are told how to print; a format nobody knows is left to be found out.</summary>
    public PrintInstructions? Instructions() => this == Empty ? null : new PrintInstructions
    {
        Format = Format == "application/octet-stream" ? null : Format,
        Copies = Copies,
        Sides = Sides,
        Media = Media,
        ColorMode = ColorMode,
        Quality = Quality,
        Further = Further,
    };

    /// <summary>What a job has kept of it, and else what the document asks for.</summary>
    public static PrintTicket Of(DocumentFacts? facts, PrintInstructions? told) => new(
        told?.Format,
        told?.Copies ?? facts?.Copies,
        told?.Sides ?? facts?.Sides switch { 1 => OneSided, 2 => "two-sided-long-edge", _ => null },
        told?.Media ?? facts?.Paper,
        told?.ColorMode ?? facts?.Colour switch { true => "color", false => "monochrome", null => null },
        told?.Quality,
        told?.Further);
}
