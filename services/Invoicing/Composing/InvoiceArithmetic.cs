using System.Globalization;
using TicketFlow.Invoicing.Documents;

namespace TicketFlow.Invoicing.Composing;

/// <summary>Whether a document's sums are right, computed anew.</summary>
public static class InvoiceArithmetic
{
    /// <summary>A sentence for each sum that is not; none when all are.</summary>
    public static IEnumerable<string> Problems(InvoiceDocument document)
    {
        var lines = document.Lines.Sum(l => l.Amount);
        if (lines != document.Net)
        {
            yield return Say($"the lines add up to {lines}, the net amount is {document.Net}");
        }

        foreach (var tax in document.Taxes)
        {
            var taxable = document.Lines.Where(l => l.Tax == tax.Rate).Sum(l => l.Amount);
            if (taxable != tax.Taxable)
            {
                yield return Say($"the lines at {tax.Rate.Percent} % add up to {taxable}, the tax is computed on {tax.Taxable}");
            }

            var due = Math.Round(tax.Taxable * tax.Rate.Percent / 100, document.MinorUnits, MidpointRounding.AwayFromZero);
            if (due != tax.Tax)
            {
                yield return Say($"{tax.Rate.Percent} % on {tax.Taxable} is {due}, not {tax.Tax}");
            }
        }

        if (document.Taxes.Sum(t => t.Tax) != document.Tax || document.Net + document.Tax != document.Gross)
        {
            yield return Say($"net {document.Net}, tax {document.Tax} and gross {document.Gross} do not add up");
        }
    }

    private static string Say(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}
