using TicketFlow.Printing.Documents.Pcl;

namespace TicketFlow.Printing.Documents;

/// <summary>Adds the documents of one file up.</summary>
internal struct DocumentSum
{
    private DocumentProperties? _sum;

    /// <summary>What is unknown of one part is unknown of the whole.</summary>
    public void Add(DocumentProperties part)
    {
        if (_sum is not { } sum)
        {
            _sum = part;
            return;
        }

        var sameCopies = (sum.Copies ?? 1) == (part.Copies ?? 1);
        _sum = new DocumentProperties(
            sum.Format,
            Plus(PagesOf(sum, sameCopies), PagesOf(part, sameCopies)),
            sameCopies ? sum.Copies ?? part.Copies : 1,
            sum.Colour is true || part.Colour is true ? true : sum.Colour is null || part.Colour is null ? null : false,
            sum.Sides == part.Sides ? sum.Sides : null,
            sum.Paper ?? part.Paper);
    }

    public readonly DocumentProperties Total(PjlSettings last) => _sum ?? last.Over(DocumentProperties.Unknown);

    /// <summary>A later part could not be read: the pages are unknown, what the first part asked for is not.</summary>
    public readonly DocumentProperties Failed() => _sum is { } sum ? sum with { Pages = null } : DocumentProperties.Unknown;

    private static int? PagesOf(DocumentProperties part, bool sameCopies) =>
        sameCopies ? part.Pages : part.Pages is { } pages ? (int)Math.Min((long)pages * (part.Copies ?? 1), int.MaxValue) : null;

    private static int? Plus(int? one, int? other) =>
        one is { } a && other is { } b ? (int)Math.Min((long)a + b, int.MaxValue) : null;
}
