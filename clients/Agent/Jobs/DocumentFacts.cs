using TicketFlow.Contracts.Agents;
using TicketFlow.Printing.Documents;

namespace TicketFlow.Agent.Jobs;

/// <summary>What is known of a document; null is unknown. The names are the journal's storage format.</summary>
/// <param name="Format">One of <see cref="DocumentFormats"/>.</param>
/// <param name="Pages">Printed sides of one copy.</param>
/// <param name="Sides">Printed sides per sheet: 1 or 2.</param>
/// <param name="Paper">Self-describing name of PWG 5101.1.</param>
internal sealed record DocumentFacts(
    string? Format = null, int? Pages = null, int? Copies = null, bool? Colour = null, int? Sides = null, string? Paper = null)
{
    /// <summary>What the application told counts more than what the document asks for: the printer hears it last.</summary>
    public static DocumentFacts Of(DocumentProperties read, DocumentFacts? told) => new(
        read.Format, told?.Pages ?? read.Pages, told?.Copies ?? read.Copies, told?.Colour ?? read.Colour, told?.Sides ?? read.Sides,
        told?.Paper ?? read.Paper);

    /// <summary>For the server; null when there is nothing to tell.</summary>
    public PrintProperties? ForServer() =>
        this is { Copies: null, Colour: null, Sides: null, Paper: null } ? null : new PrintProperties(Copies, Colour, Sides, Paper);

    /// <summary>Sheets of all copies, when they follow.</summary>
    public int? Sheets() => new DocumentProperties(Format ?? DocumentFormats.Unknown, Pages, Copies, Colour, Sides, Paper).Sheets;
}
