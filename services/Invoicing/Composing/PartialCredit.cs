using TicketFlow.Invoicing.Documents;
using TicketFlow.Pricing;

namespace TicketFlow.Invoicing.Composing;

/// <summary>A part of a line that is taken back.</summary>
/// <param name="Position">The line's.</param>
/// <param name="Amount">Net, of the same sign as the line's amount.</param>
public sealed record CreditedPart(int Position, decimal Amount);

/// <summary>Takes parts of an issued invoice back. Its lines keep the positions they have on the invoice.</summary>
public static class PartialCredit
{
    /// <summary>The credit note of some parts.</summary>
    /// <param name="before">
    /// What earlier credit notes took back: the taxes of all of them together are those of all parts together, each rate rounded once, so
    /// that they never come to more than the invoice's.
    /// </param>
    /// <exception cref="ArgumentException">Not an issued invoice.</exception>
    public static InvoiceDocument Of(
        InvoiceDocument invoice, IReadOnlyList<CreditedPart> before, IReadOnlyList<CreditedPart> parts, string number, DateOnly issuedOn,
        string reason)
    {
        var lines = parts.OrderBy(part => part.Position)
            .Select(part => Line(invoice.Lines.Single(line => line.Position == part.Position), part.Amount)).ToList();
        var taxes = invoice.Taxes.Where(tax => lines.Exists(line => line.Tax == tax.Rate))
            .Select(tax => Tax(invoice, tax.Rate, before, parts)).ToList();
        var (net, due) = (lines.Sum(line => line.Amount), taxes.Sum(tax => tax.Tax));
        return CreditNote.Of(invoice, number, issuedOn, reason) with
        {
            Lines = lines,
            Taxes = taxes,
            Net = net,
            Tax = due,
            Gross = net + due,
            Jobs = lines.SelectMany(line => EventLinks.Parse(line.Events)).Distinct().Count(),
        };
    }

    /// <summary>What of a line is left.</summary>
    public static decimal RestOf(InvoiceLine line, IReadOnlyList<CreditedPart> before) =>
        line.Amount - before.Where(part => part.Position == line.Position).Sum(part => part.Amount);

    /// <summary>A part of a line has no quantity of its own: it is one lump.</summary>
    private static InvoiceLine Line(InvoiceLine line, decimal amount) => amount == line.Amount
        ? line
        : line with { Quantity = 1, Unit = PriceUnits.Job, UnitPrice = amount, Amount = amount };

    private static TaxTotal Tax(
        InvoiceDocument invoice, TaxRate rate, IReadOnlyList<CreditedPart> before, IReadOnlyList<CreditedPart> parts)
    {
        var positions = invoice.Lines.Where(line => line.Tax == rate).Select(line => line.Position).ToHashSet();
        decimal Sum(IEnumerable<CreditedPart> of) => of.Where(part => positions.Contains(part.Position)).Sum(part => part.Amount);
        decimal On(decimal taxable) => MoneyRounding.Line(taxable * rate.Percent / 100, invoice.Currency);
        return new TaxTotal(rate, Sum(parts), On(Sum(before) + Sum(parts)) - On(Sum(before)));
    }
}
