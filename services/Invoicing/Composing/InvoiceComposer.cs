using TicketFlow.Invoicing.Documents;
using TicketFlow.Pricing;

namespace TicketFlow.Invoicing.Composing;

/// <summary>
/// Makes an invoice's lines of charges: those of the same price, tariff version and grade become one. Nothing is rounded again, so the
/// lines
/// add up to the charges to the last coin. Holds the lines and eight bytes per line and job, not the charges.
/// </summary>
/// <param name="currency">ISO 4217; charges in another one belong on another invoice.</param>
/// <param name="grouping">What the lines stand under.</param>
public sealed class InvoiceComposer(string currency, InvoiceGrouping grouping)
{
    private readonly Dictionary<LineKey, LineSum> _lines = [];
    private readonly Dictionary<string, UserMonth> _users = new(StringComparer.Ordinal);

    /// <summary>Charges added.</summary>
    public int Charges { get; private set; }

    /// <summary>Charges that carry an amount, or a price that came to nothing: not those of jobs that did not print.</summary>
    public int Jobs { get; private set; }

    /// <summary>Charges without a price because something of the job is not known; people have to look at them.</summary>
    public int Unpriced { get; private set; }

    /// <summary>Sum of the charges.</summary>
    public decimal Net { get; private set; }

    /// <summary>Adds a charge; in the order of the log.</summary>
    /// <exception cref="InconsistentChargeException">Its lines do not add up to it, or it is in another currency.</exception>
    public void Add(Charge charge)
    {
        if (charge.Currency != currency || charge.Lines.Sum(l => l.Amount) != charge.Net
            || charge.Lines.Any(l => l.Amount != MoneyRounding.Line(l.Amount, currency)))
        {
            throw new InconsistentChargeException(charge);
        }

        var group = GroupOf(charge);
        var isBilled = false;
        foreach (var line in charge.Lines.Where(l => l.Amount != 0 || l.Code is not (PriceCodes.Refund or PriceCodes.Unpriced)))
        {
            isBilled = true;
            Sum(group, charge, line).Add(line, charge.Sequence);
        }

        Charges++;
        Jobs += isBilled ? 1 : 0;
        var user = UserOf(charge);
        var month = _users.GetValueOrDefault(user);
        _users[user] = new UserMonth(month.Net + charge.Net, month.Jobs + (isBilled ? 1 : 0));
        Unpriced += charge.Lines.Any(l => l.Code == PriceCodes.Unpriced) ? 1 : 0;
        Net += charge.Net;
    }

    /// <summary>The draft: without number and date.</summary>
    public InvoiceDocument Compose(InvoiceTerms terms)
    {
        var lines = _lines.OrderBy(l => l.Key, LineOrder.Instance).Select((l, i) => l.Value.Line(l.Key, i + 1, terms.Tax)).ToList();
        lines.AddRange(VolumeDiscounts.Of(terms.VolumeDiscounts, terms.CostCentre, currency, _users)
            .Select((granted, i) => Line(granted, lines.Count + i + 1, terms.Tax)).ToList());
        var net = lines.Sum(l => l.Amount);
        var tax = MoneyRounding.Line(net * terms.Tax.Percent / 100, currency);
        return new InvoiceDocument
        {
            Period = terms.Period,
            Currency = currency,
            MinorUnits = Currencies.MinorUnit(currency),
            Language = terms.Language,
            Seller = terms.Seller,
            Buyer = terms.Buyer,
            CostCentre = terms.CostCentre,
            Payment = terms.Payment,
            Lines = lines,
            Taxes = [new TaxTotal(terms.Tax, net, tax)],
            Net = net,
            Tax = tax,
            Gross = net + tax,
            Jobs = Jobs,
            Note = terms.Note,
        };
    }

    // Of no tariff and no event: it is the month's, not a job's.
    private static InvoiceLine Line(GrantedDiscount granted, int position, TaxRate tax) => new()
    {
        Position = position,
        Group = granted.Discount.Text,
        Code = granted.Discount.Code,
        Text = $"{granted.User ?? granted.Discount.Text} ({Figures.Plain(granted.Percent)} %)",
        Quantity = granted.Base,
        Unit = PriceUnits.Amount,
        UnitPrice = -granted.Percent / 100,
        Amount = -granted.Amount,
        Tax = tax,
        Tariff = "",
        Jobs = granted.Jobs,
        Events = "",
    };

    private static string UserOf(Charge charge) => charge.Domain.Length == 0 ? charge.User : $"{charge.Domain}\\{charge.User}";

    private string GroupOf(Charge charge) => grouping switch
    {
        InvoiceGrouping.User => UserOf(charge),
        InvoiceGrouping.Department => charge.Department ?? "–",
        InvoiceGrouping.Job => $"{charge.JobId} {charge.Title}".Trim(),
        _ => charge.Resource,
    };

    private LineSum Sum(string group, Charge charge, PriceLine line)
    {
        decimal? price = LineSum.IsLump(line.Code) ? null : line.UnitPrice;
        var key = new LineKey(
            group, line.Code, line.Text, line.Unit, price, charge.Tariff, charge.TariffVersion, charge.Grade);
        if (!_lines.TryGetValue(key, out var sum))
        {
            _lines[key] = sum = new LineSum();
        }

        return sum;
    }
}

/// <summary>A charge that an invoice must not be made of: the charges have to be rebuilt.</summary>
public sealed class InconsistentChargeException(Charge charge) : Exception(
    $"The charge of event {charge.Sequence} is not the sum of its lines, or is not in the invoice's currency. Look at it with "
    + "'ticketflow-ops verify reportedjobs', and rebuild the projection.");
