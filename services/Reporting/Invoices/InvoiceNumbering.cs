using System.Globalization;
using TicketFlow.Reporting.Invoices.Settings;

namespace TicketFlow.Reporting.Invoices;

/// <summary>How numbers follow one another.</summary>
internal static class InvoiceNumbering
{
    /// <summary>The next one: one more, and no earlier a day, than the last.</summary>
    public static InvoiceNumber Next(InvoiceNumbers? last, DateOnly today, InvoiceSettings settings)
    {
        var day = last is { } before && before.LastDay > today ? before.LastDay : today;
        var value = (last?.Last ?? 0) + 1;
        return new InvoiceNumber(
            value, string.Create(CultureInfo.InvariantCulture, $"{settings.NumberPrefix}{day.Year:D4}-{value:D6}"), day,
            settings.DueDays is { } days ? day.AddDays(days) : null);
    }

    /// <summary>Reads year and value of a number, whatever it begins with.</summary>
    public static bool TryParse(string number, out int year, out long value)
    {
        (year, value) = (0, 0);
        var dash = number.LastIndexOf('-');
        return dash >= 4
            && int.TryParse(number.AsSpan(dash - 4, 4), NumberStyles.None, CultureInfo.InvariantCulture, out year)
            && number.Length - dash - 1 >= 6
            && long.TryParse(number.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out value)
            && value > 0;
    }
}
