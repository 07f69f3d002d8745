using Npgsql;
using TicketFlow.Invoicing.Composing;
using TicketFlow.Pricing;
using TicketFlow.Reporting.Costs;
using TicketFlow.Reporting.Invoices.Settings;

namespace TicketFlow.Reporting.Invoices;

/// <summary>The charges of a month, read in one pass and added up per cost centre and currency.</summary>
internal sealed class ChargedMonth(NpgsqlDataSource database)
{
    /// <summary>How many charges are read between two reports of progress.</summary>
    private const int Stride = 10_000;

    private readonly PeriodClosing _closing = new(database);

    /// <summary>All cost centres, or one.</summary>
    /// <param name="costCentre">Null: all, with <c>""</c> for the charges that belong to none.</param>
    /// <exception cref="InvoiceRefusedException"><c>invoice-charge-inconsistent</c>.</exception>
    public async Task<IReadOnlyList<CostCentreMonth>> ReadAsync(
        BillingMonth month, InvoiceSettings settings, string? costCentre, IProgress<long>? progress, CancellationToken cancellation)
    {
        // The position first: the charges then know at least what it says.
        var through = await _closing.PositionAsync(cancellation);
        var (from, to) = month.Bounds(TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone));
        var composers = new SortedDictionary<(string CostCentre, string Currency), InvoiceComposer>(Comparer<(string, string)>.Create(
            (a, b) => string.CompareOrdinal(a.Item1, b.Item1) is not 0 and var order ? order : string.CompareOrdinal(a.Item2, b.Item2)));
        var read = 0L;
        await foreach (var charge in ChargeRows.ReadAsync(database, from, to, costCentre, cancellation))
        {
            Add(composers, charge, settings.GroupBy);
            if (++read % Stride == 0)
            {
                progress?.Report(read);
            }
        }

        progress?.Report(read);
        return [.. composers.Select(c => new CostCentreMonth(c.Key.CostCentre, c.Key.Currency, c.Value, through))];
    }

    private static void Add(SortedDictionary<(string, string), InvoiceComposer> composers, Charge charge, InvoiceGrouping grouping)
    {
        var key = (charge.CostCentre ?? "", charge.Currency);
        if (!composers.TryGetValue(key, out var composer))
        {
            composers[key] = composer = new InvoiceComposer(charge.Currency, grouping);
        }

        try
        {
            composer.Add(charge);
        }
        catch (InconsistentChargeException e)
        {
            throw new InvoiceRefusedException(InvoiceErrors.ChargeInconsistent, e.Message);
        }
    }
}

/// <summary>What one cost centre was charged in a month, in one currency.</summary>
/// <param name="CostCentre">Empty: the charges that belong to none.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Sum">The charges.</param>
/// <param name="Through">The newest event of the log that the charges knew.</param>
internal sealed record CostCentreMonth(string CostCentre, string Currency, InvoiceComposer Sum, long Through)
{
    /// <summary>The draft.</summary>
    public ComposedInvoice Compose(InvoiceSettings settings, BillingMonth month) =>
        new(Sum.Compose(settings.TermsFor(CostCentre, month)), settings.GroupBy, Sum.Unpriced, Through)
        {
            VolumeDiscounts = settings.VolumeDiscounts,
        };
}
