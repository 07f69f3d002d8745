using TicketFlow.Invoicing.Documents;
using TicketFlow.Pricing;

namespace TicketFlow.Invoicing.Ubl;

/// <summary>A discount on the whole document (EN 16931 BG-20): it belongs to no line.</summary>
internal static class UblAllowance
{
    /// <summary>UNCL 5189: 95 discount.</summary>
    private const string Discount = "95";

    /// <summary>Whether a line is one: it belongs to no tariff.</summary>
    public static bool Is(InvoiceLine line) => line.Tariff.Length == 0;

    public static void Write(UblWriter xml, InvoiceLine line)
    {
        xml.Begin("AllowanceCharge");
        xml.Basic("ChargeIndicator", "false");
        xml.Basic("AllowanceChargeReasonCode", Discount);
        xml.Basic("AllowanceChargeReason", line.Text == line.Group ? line.Text : $"{line.Group}: {line.Text}");

        // A part that was credited is a sum without base.
        var hasBase = line.Unit == PriceUnits.Amount;
        xml.Basic("MultiplierFactorNumeric", hasBase ? Figures.Plain(-line.UnitPrice * 100) : null);
        xml.Amount("Amount", -line.Amount);
        if (hasBase)
        {
            xml.Amount("BaseAmount", line.Quantity);
        }

        UblTotals.Category(xml, "TaxCategory", line.Tax, withReason: false);
        xml.End();
    }
}
