using System.Globalization;

namespace TicketFlow.Reporting.Invoices;

/// <summary>Names of invoices' streams.</summary>
public static class InvoiceId
{
    /// <summary>What invoices' streams begin with.</summary>
    public const string Prefix = "invoice-";

    /// <summary><c>2026-10-EUR-4711</c>; signs of the cost centre that are no letters or digits are escaped as in addresses.</summary>
    public static string Of(BillingMonth month, string currency, string costCentre) =>
        $"{month}-{currency}-{Uri.EscapeDataString(costCentre)}";

    /// <summary>The invoice's stream.</summary>
    public static string Stream(string id) => Prefix + id;

    /// <summary>The stream that gives the numbers of a year.</summary>
    public static string NumberStream(int year) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}numbers-{year:D4}");
}
