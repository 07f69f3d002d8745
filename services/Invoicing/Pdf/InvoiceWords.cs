using System.Globalization;

namespace TicketFlow.Invoicing.Pdf;

/// <summary>The words of the printed form in one language, and how it writes numbers and dates. English is what any other code
/// gets.</summary>
internal sealed record InvoiceWords
{
    public required string Invoice { get; init; }
    public required string CreditNote { get; init; }
    public required string Draft { get; init; }
    public required string Number { get; init; }
    public required string Date { get; init; }
    public required string Due { get; init; }
    public required string Period { get; init; }
    public required string CostCentre { get; init; }
    public required string Reference { get; init; }
    public required string VatId { get; init; }
    public required string TaxNumber { get; init; }
    public required string Corrects { get; init; }
    public required string Item { get; init; }
    public required string Quantity { get; init; }
    public required string Price { get; init; }
    public required string Amount { get; init; }
    public required string Subtotal { get; init; }
    public required string Carried { get; init; }
    public required string Brought { get; init; }
    public required string Net { get; init; }
    public required string Tax { get; init; }
    public required string Untaxed { get; init; }
    public required string Total { get; init; }
    public required string Credit { get; init; }
    public required string Jobs { get; init; }
    public required string Job { get; init; }
    public required string Events { get; init; }
    public required string Rounding { get; init; }
    public required string Bank { get; init; }
    public required string Page { get; init; }
    public required string Nothing { get; init; }
    public required char Point { get; init; }
    public required char Thousands { get; init; }
    public required string DayPattern { get; init; }
    public IReadOnlyDictionary<string, string> Units { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public static InvoiceWords Of(string language) => language == "de" ? InvoiceLanguages.German : InvoiceLanguages.English;

    public string Day(DateOnly day) => day.ToString(DayPattern, CultureInfo.InvariantCulture);

    public string Unit(string unit) => Units.GetValueOrDefault(unit, unit);

    public string Money(decimal amount, int minorUnits) =>
        Local(amount.ToString("#,##0." + new string('0', minorUnits), CultureInfo.InvariantCulture));

    public string UnitPrice(decimal price, int minorUnits) =>
        Local(price.ToString("#,##0." + new string('0', minorUnits) + "######", CultureInfo.InvariantCulture));

    public string Plain(decimal value) => Local(value.ToString("#,##0.######", CultureInfo.InvariantCulture));

    /// <summary>The minus sign is an ordinary hyphen, which every reader finds when it searches.</summary>
    private string Local(string invariant) => string.Create(invariant.Length, (invariant, this), static (span, state) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = state.invariant[i] switch { '.' => state.Item2.Point, ',' => state.Item2.Thousands, var c => c };
        }
    });
}
