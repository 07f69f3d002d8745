using System.Globalization;
using Microsoft.AspNetCore.Http;
using TicketFlow.Agent.Desktop;
using TicketFlow.Ipp;
using TicketFlow.Printing.Documents;

namespace TicketFlow.Agent.LocalApi;

/// <summary>How a document is to be printed, as a request of the local interface says it beside the printer's name.</summary>
internal static class PrintQuery
{
    private const int MostCopies = 9999;
    private const int LongestMedia = 255;
    private const int MostRanges = 100;

    /// <summary>What is wanted, and the sentence about what cannot be understood of it.</summary>
    public static (PrintTicket Ticket, string? Fault) Read(IQueryCollection query)
    {
        var (copies, sides, media) = (query["copies"].ToString(), query["sides"].ToString(), query["media"].ToString());
        var (colour, pages) = (query["color"].ToString(), query["pages"].ToString());
        var ticket = new PrintTicket(
            null, CopiesOf(copies), SidesOf(sides), MediaOf(media), colour is "color" or "monochrome" or "auto" ? colour : null, null,
            RangesOf(pages) is { } ranges ? IppPacked.Pack([new IppAttribute("page-ranges", ranges)]) : null);
        return (ticket, Fault(copies, ticket.Copies, $"copies is a number from 1 to {MostCopies}.")
            ?? Fault(sides, ticket.Sides, "sides is one-sided, two-sided-long-edge or two-sided-short-edge.")
            ?? Fault(media, ticket.Media, "media is a name of paper, such as A4, Letter or iso_a5_148x210mm.")
            ?? Fault(colour, ticket.ColorMode, "color is color, monochrome or auto.")
            ?? Fault(pages, ticket.Further, "pages is a list of pages and ranges in rising order, such as 1-3,5."));
    }

    private static string? Fault(string said, object? understood, string sentence) =>
        said.Length > 0 && understood is null ? $"'{said}' is not possible: {sentence}" : null;

    private static int? CopiesOf(string text) => Number(text) is { } copies and <= MostCopies ? copies : null;

    private static string? SidesOf(string text) =>
        text is "one-sided" or "two-sided-long-edge" or "two-sided-short-edge" ? text : null;

    /// <summary>A short name, or a self-describing one (PWG 5101.1, section 5).</summary>
    private static string? MediaOf(string text) => PaperNames.Named(text)
        ?? (text.Length <= LongestMedia && text.Count(c => c == '_') >= 2
            && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-' or '.')
                ? text
                : null);

    /// <summary>Rising and apart, as <c>page-ranges</c> must be (RFC 8011, section 5.2.7).</summary>
    private static List<IppValue>? RangesOf(string text)
    {
        var ranges = new List<IppValue>();
        var last = 0;
        foreach (var part in text.Split(',', MostRanges, StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-', 2, StringSplitOptions.TrimEntries);
            if (Number(ends[0]) is not { } lower || Number(ends[^1]) is not { } upper || lower <= last || upper < lower)
            {
                return null;
            }

            ranges.Add(new IppRange(lower, upper));
            last = upper;
        }

        return ranges;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
