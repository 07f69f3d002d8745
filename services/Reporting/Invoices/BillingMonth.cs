using System.Globalization;
using System.Runtime.InteropServices;
using TicketFlow.Invoicing.Documents;

namespace TicketFlow.Reporting.Invoices;

/// <summary>A calendar month, in the seller's time zone.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct BillingMonth(int Year, int Month)
{
    /// <summary>Reads <c>2026-10</c>.</summary>
    public static bool TryParse(string text, out BillingMonth month)
    {
        var isMonth = DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        month = isMonth ? new BillingMonth(day.Year, day.Month) : default;
        return isMonth && day.Year is > 2000 and < 9999;
    }

    /// <summary>The month of a day.</summary>
    public static BillingMonth Of(DateOnly day) => new(day.Year, day.Month);

    /// <summary>The first moment, and the first moment after it.</summary>
    public (DateTimeOffset From, DateTimeOffset To) Bounds(TimeZoneInfo zone)
    {
        var first = new DateOnly(Year, Month, 1);
        return (LocalMoment.StartOf(first, zone), LocalMoment.StartOf(first.AddMonths(1), zone));
    }

    /// <summary>The days, as printed.</summary>
    public InvoicePeriod Period(string timeZone)
    {
        var first = new DateOnly(Year, Month, 1);
        return new InvoicePeriod(first, first.AddMonths(1).AddDays(-1), timeZone);
    }

    /// <summary>The month after it.</summary>
    public BillingMonth Next() => Of(new DateOnly(Year, Month, 1).AddMonths(1));

    /// <summary><c>2026-10</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{Month:D2}");
}
