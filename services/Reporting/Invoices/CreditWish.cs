using System.Globalization;
using TicketFlow.Invoicing.Composing;
using TicketFlow.Invoicing.Documents;

namespace TicketFlow.Reporting.Invoices;

/// <summary>What of an invoice is to be taken back: some lines, or an amount.</summary>
/// <param name="Lines">Position, and how much of it; null: all that is left of it.</param>
/// <param name="Amount">Net, taken from the lines in their order; null when lines are named.</param>
internal sealed record CreditWish(IReadOnlyList<(int Position, decimal? Amount)> Lines, decimal? Amount)
{
    /// <summary>In one spelling: who asks for the same with the same reason repeats himself.</summary>
    public string Text => Amount is { } amount
        ? "amount=" + Figure(amount)
        : string.Join(',', Lines.OrderBy(line => line.Position).Select(line => line.Amount is { } part
            ? string.Create(CultureInfo.InvariantCulture, $"{line.Position}={Figure(part)}")
            : line.Position.ToString(CultureInfo.InvariantCulture)));

    /// <summary>As typed: <c>3</c> or <c>3=12.50</c>.</summary>
    /// <exception cref="InvoiceRefusedException"><c>invoice-credit-invalid</c>.</exception>
    public static CreditWish Of(IReadOnlyList<string> lines, decimal? amount)
    {
        if (lines.Count > 0 == amount is not null)
        {
            throw InvoiceRefusedException.CreditInvalid("Name either lines or an amount.");
        }

        var wished = lines.Select(Line).ToList();
        return wished.DistinctBy(line => line.Position).Count() == wished.Count
            ? new CreditWish(wished, amount)
            : throw InvoiceRefusedException.CreditInvalid("A line is named twice.");
    }

    /// <summary>As typed, like 12.50. No thousands: with them 12,50 would be 1250.</summary>
    /// <exception cref="InvoiceRefusedException"><c>invoice-credit-invalid</c>.</exception>
    public static decimal AmountOf(string text) => TryAmount(text, out var amount) ? amount
        : throw InvoiceRefusedException.CreditInvalid($"'{text}' is no amount: write it like 12.50.");

    /// <summary>The parts that come of it.</summary>
    /// <param name="before">What is credited already.</param>
    /// <exception cref="InvoiceRefusedException">
    /// <c>invoice-line-unknown</c>, <c>invoice-credit-invalid</c>, <c>invoice-credit-exceeds</c>.
    /// </exception>
    public IReadOnlyList<CreditedPart> PartsOf(InvoiceDocument invoice, IReadOnlyList<CreditedPart> before)
    {
        var left = invoice.Net - before.Sum(part => part.Amount);
        List<CreditedPart> parts = [.. Amount is { } amount
            ? Spread(invoice, before, Coins(amount, invoice), left)
            : Lines.Select(line => Part(invoice, before, line.Position, line.Amount))];
        var sum = parts.Sum(part => part.Amount);
        return sum <= 0 ? throw InvoiceRefusedException.CreditInvalid("A credit note takes back more than nothing.")
            : sum > left ? throw InvoiceRefusedException.CreditExceeds($"of the invoice {Figure(left)} {invoice.Currency} net")
            : parts;
    }

    private static (int Position, decimal? Amount) Line(string text)
    {
        var parts = text.Split('=', 2);
        decimal? amount = parts.Length == 1 ? null
            : TryAmount(parts[1], out var typed) ? typed
            : throw InvoiceRefusedException.CreditInvalid($"'{text}' is no line: write its position, or position=amount like 3=12.50.");
        return int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? (position, amount)
            : throw InvoiceRefusedException.CreditInvalid($"'{text}' is no line: write its position, or position=amount like 3=12.50.");
    }

    private static bool TryAmount(string text, out decimal amount) => decimal.TryParse(
        text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount);

    private static CreditedPart Part(InvoiceDocument invoice, IReadOnlyList<CreditedPart> before, int position, decimal? wished)
    {
        var line = invoice.Lines.FirstOrDefault(l => l.Position == position) ?? throw InvoiceRefusedException.LineUnknown(position);
        var rest = PartialCredit.RestOf(line, before);
        var amount = Coins(wished ?? rest, invoice);
        return rest == 0 || Math.Abs(amount) > Math.Abs(rest)
            ? throw InvoiceRefusedException.CreditExceeds($"of line {position} {Figure(rest)} {invoice.Currency}")
            : Math.Sign(amount) != Math.Sign(rest)
            ? throw InvoiceRefusedException.CreditInvalid($"Line {position} is {Figure(line.Amount)}: credit has the same sign.")
            : new CreditedPart(position, amount);
    }

    private static IEnumerable<CreditedPart> Spread(
        InvoiceDocument invoice, IReadOnlyList<CreditedPart> before, decimal amount, decimal left)
    {
        if (amount > left)
        {
            throw InvoiceRefusedException.CreditExceeds($"of the invoice {Figure(left)} {invoice.Currency} net");
        }

        foreach (var line in invoice.Lines)
        {
            if (Math.Min(amount, PartialCredit.RestOf(line, before)) is > 0 and var part)
            {
                amount -= part;
                yield return new CreditedPart(line.Position, part);
            }
        }
    }

    private static decimal Coins(decimal amount, InvoiceDocument invoice) =>
        amount == Math.Round(amount, invoice.MinorUnits, MidpointRounding.AwayFromZero)
            ? amount
            : throw InvoiceRefusedException.CreditInvalid($"{Figure(amount)} has too many decimals for {invoice.Currency}.");

    private static string Figure(decimal amount) => amount.ToString("0.00####", CultureInfo.InvariantCulture);
}
