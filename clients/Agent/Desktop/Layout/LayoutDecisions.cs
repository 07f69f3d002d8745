using System.Globalization;
using TicketFlow.Agent.Desktop.Printer;
using TicketFlow.Ipp;

namespace TicketFlow.Agent.Desktop.Layout;

/// <summary>
/// What the agent can add to a printer, and which part of a ticket that makes its own: only what the printer does not do itself, and only
/// for documents that can be laid out.
/// </summary>
internal static class LayoutDecisions
{
    public const string Pdf = "application/pdf";
    public const string PostScript = "application/postscript";
    private const string OctetStream = "application/octet-stream";
    private const string Formats = "document-format-supported";
    private const string PageRanges = "page-ranges";
    private const string NumberUp = "number-up";
    private const string Sheets = "job-sheets";
    private const string Standard = "standard";
    private const string Supported = "-supported";

    private static readonly int[] NumbersUp = [1, 2, 4, 6, 9, 16];

    /// <summary>Whether documents of this format can be laid out; of one that is not told, it is seen when it comes.</summary>
    public static bool Takes(string? format) => format is null or OctetStream or Pdf or PostScript;

    /// <summary>What the printer can together with the agent.</summary>
    public static IReadOnlyList<IppAttribute> Widen(IReadOnlyList<IppAttribute> own)
    {
        var printer = new IppGroup(IppTag.PrinterGroup, own);
        var formats = Words(printer, Formats);
        if (!formats.Contains(Pdf) && !formats.Contains(PostScript))
        {
            return own;
        }

        var added = Additions(printer).ToList();
        if (!formats.Contains(PostScript))
        {
            added.Add(IppAttribute.Mime(Formats, [.. formats, PostScript]));
        }

        return [.. own.Where(attribute => !added.Exists(more => more.Name == attribute.Name)), .. added];
    }

    /// <param name="ticket">What the user wants of printer and agent together.</param>
    /// <param name="own">What the printer can by itself.</param>
    public static LayoutPlan Plan(PrintTicket ticket, IReadOnlyList<IppAttribute> own)
    {
        var printer = new IppGroup(IppTag.PrinterGroup, own);
        var further = IppPacked.Unpack(ticket.Further);
        var taken = JobTemplate.Unsupported(new IppGroup(IppTag.JobGroup, further), printer)
            .Where(attribute => attribute.Name is PageRanges or NumberUp or Sheets).ToList();
        var mine = new IppGroup(IppTag.JobGroup, taken);
        var formats = Words(printer, Formats);
        var wish = new LayoutWish(
            mine.Integer(NumberUp) ?? 1,
            mine.Find(PageRanges) is { } pages ? Ranges(pages) : null,
            mine.Find(Sheets) is not null,
            ticket.Format == PostScript && formats.Contains(Pdf) && !formats.Contains(PostScript));
        return wish == LayoutWish.None && taken.Count == 0
            ? new LayoutPlan(wish, ticket, [])
            : new LayoutPlan(wish, ticket with { Further = IppPacked.Pack([.. further.Except(taken)]) }, taken)
            {
                NotUnderstood = [.. taken.Where(attribute => attribute.Name == PageRanges && wish.Pages is null)],
            };
    }

    /// <summary>Whether anything is lost without it: one page on a side is what comes out anyhow.</summary>
    public static bool Matters(IppAttribute wish) => wish is not { Name: NumberUp, Values: [IppInteger { Value: 1 }] };

    /// <summary>The format to print a document of this one in: its own where the printer takes it.</summary>
    public static string Result(string format, IReadOnlyList<IppAttribute> own) =>
        Words(new IppGroup(IppTag.PrinterGroup, own), Formats).Contains(format) ? format : format == Pdf ? PostScript : Pdf;

    private static IEnumerable<IppAttribute> Additions(IppGroup printer)
    {
        if (printer.Boolean(PageRanges + Supported) is not true)
        {
            yield return IppAttribute.Boolean(PageRanges + Supported, true);
        }

        if (printer.Find(NumberUp + Supported) is not { } ups || ups.Values is [IppInteger { Value: 1 }] or [IppRange { Upper: 1 }])
        {
            yield return IppAttribute.Integer(NumberUp + Supported, NumbersUp);
            yield return IppAttribute.Integer(NumberUp + "-default", 1);
        }

        var sheets = Words(printer, Sheets + Supported);
        if (!sheets.Contains(Standard))
        {
            yield return IppAttribute.Keyword(Sheets + Supported, sheets.Append("none").Append(Standard).Distinct());
        }
    }

    /// <summary>Null when they do not rise, as they must (RFC 8011, section 5.2.7): then all pages are printed.</summary>
    private static string? Ranges(IppAttribute pages)
    {
        var last = 0;
        foreach (var range in pages.Values)
        {
            if (range is not IppRange { Lower: var lower, Upper: var upper } || lower <= last || upper < lower)
            {
                return null;
            }

            last = upper;
        }

        return string.Join(',', pages.Values.Cast<IppRange>()
            .Select(range => string.Create(CultureInfo.InvariantCulture, $"{range.Lower}-{range.Upper}")));
    }

    private static IReadOnlyList<string> Words(IppGroup printer, string name) => [.. printer.Find(name)?.Strings() ?? []];
}
