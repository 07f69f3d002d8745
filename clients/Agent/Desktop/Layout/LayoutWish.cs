using TicketFlow.Ipp;

namespace TicketFlow.Agent.Desktop.Layout;

/// <summary>What the agent does to a document because its printer does not.</summary>
/// <param name="PagesOnSide">Pages on one side of the sheet.</param>
/// <param name="Pages">The pages to print, as <c>1-3,5-5</c>; null for all.</param>
/// <param name="Banner">A page with the user and the title goes before the document.</param>
/// <param name="AsPdf">PostScript for a printer that takes PDF only.</param>
internal sealed record LayoutWish(int PagesOnSide = 1, string? Pages = null, bool Banner = false, bool AsPdf = false)
{
    public static LayoutWish None { get; } = new();

    /// <summary>Whether pages are chosen or put together.</summary>
    public bool Imposes => PagesOnSide > 1 || Pages is not null;

    /// <summary>Whether a document comes out that is another one.</summary>
    public bool Works => Imposes || Banner;
}

/// <summary>Who does what of a ticket.</summary>
/// <param name="Wish">The agent's part.</param>
/// <param name="Rest">The printer's part.</param>
/// <param name="Taken">The attributes that became the agent's part.</param>
internal sealed record LayoutPlan(LayoutWish Wish, PrintTicket Rest, IReadOnlyList<IppAttribute> Taken)
{
    /// <summary>Those of <see cref="Taken"/> that make no sense: all pages are printed.</summary>
    public IReadOnlyList<IppAttribute> NotUnderstood { get; init; } = [];
}
