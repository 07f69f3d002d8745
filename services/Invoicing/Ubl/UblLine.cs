using System.Globalization;
using TicketFlow.Invoicing.Documents;

namespace TicketFlow.Invoicing.Ubl;

/// <summary>One invoice or credit note line.</summary>
internal static class UblLine
{
    public static void Write(UblWriter xml, InvoiceLine line, bool credit)
    {
        // Rule BR-27: a price is never negative; a discount is a negative quantity.
        var (quantity, price) = line.UnitPrice < 0 ? (-line.Quantity, -line.UnitPrice) : (line.Quantity, line.UnitPrice);
        xml.Begin(credit ? "CreditNoteLine" : "InvoiceLine");
        xml.Basic("ID", Figures.Whole(line.Position));
        xml.Quantity(credit ? "CreditedQuantity" : "InvoicedQuantity", quantity, UnitCode(line.Unit));
        xml.Amount("LineExtensionAmount", line.Amount);
        Rounding(xml, line.RoundingDifference(xml.MinorUnits));
        xml.Begin("Item");
        xml.Basic("Description", line.Group);
        xml.Basic("Name", line.Text);
        xml.Begin("SellersItemIdentification");
        xml.Basic("ID", line.Code);
        xml.End();
        UblTotals.Category(xml, "ClassifiedTaxCategory", line.Tax, withReason: false);
        Property(xml, "Tariff", string.Create(CultureInfo.InvariantCulture, $"{line.Tariff} v{line.TariffVersion}"));
        Property(xml, "Grade", line.Grade);
        Property(xml, "Jobs", Figures.Whole(line.Jobs));
        Property(xml, "Events", line.Events);
        xml.End();
        xml.Begin("Price");
        xml.Price("PriceAmount", price);
        xml.End();
        xml.End();
    }

    /// <summary>Each job is rounded by itself; the difference to quantity × price is said, so that who recomputes the line gets its
    /// amount.</summary>
    private static void Rounding(UblWriter xml, decimal difference)
    {
        if (difference == 0)
        {
            return;
        }

        xml.Begin("AllowanceCharge");
        xml.Basic("ChargeIndicator", difference > 0 ? "true" : "false");
        xml.Basic("AllowanceChargeReason", "Rounding of each job");
        xml.Amount("Amount", Math.Abs(difference));
        xml.End();
    }

    private static void Property(UblWriter xml, string name, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return;
        }

        xml.Begin("AdditionalItemProperty");
        xml.Basic("Name", name);
        xml.Basic("Value", value);
        xml.End();
    }

    /// <summary>UN/ECE Recommendation 20; what is not named there is "one".</summary>
    private static string UnitCode(string unit) => unit switch
    {
        "page" => "ZP",
        "sheet" => "ST",
        "minute" => "MIN",
        "megabyte" => "4L",
        _ => "C62",
    };
}
