using System.Globalization;

namespace TicketFlow.Invoicing.Documents;

/// <summary>How numbers are written in the files that machines read: invariant, no exponent, no thousands separator.</summary>
internal static class Figures
{
    /// <summary>Form of a quantity or percentage: no superfluous zeros.</summary>
    public const string PlainForm = "0.############################";

    /// <summary>Form of an amount: exactly the currency's decimal places.</summary>
    public static string AmountForm(int minorUnits) => "F" + Whole(minorUnits);

    /// <summary>Form of a price: at least the currency's decimal places.</summary>
    public static string PriceForm(int minorUnits) => "0." + new string('0', minorUnits) + "######";

    /// <summary>An amount.</summary>
    public static string Amount(decimal value, int minorUnits) => value.ToString(AmountForm(minorUnits), CultureInfo.InvariantCulture);

    /// <summary>A quantity or percentage.</summary>
    public static string Plain(decimal value) => value.ToString(PlainForm, CultureInfo.InvariantCulture);

    /// <summary>A price.</summary>
    public static string Price(decimal value, int minorUnits) => value.ToString(PriceForm(minorUnits), CultureInfo.InvariantCulture);

    /// <summary>ISO 8601 date.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>An integer.</summary>
    public static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);
}
