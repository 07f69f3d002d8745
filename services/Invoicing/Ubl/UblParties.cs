using TicketFlow.Invoicing.Documents;

namespace TicketFlow.Invoicing.Ubl;

/// <summary>Seller and buyer.</summary>
internal static class UblParties
{
    public static void Supplier(UblWriter xml, Party party)
    {
        xml.Begin("AccountingSupplierParty");
        Write(xml, party, id: null);
        xml.End();
    }

    public static void Customer(UblWriter xml, Party party, string costCentre)
    {
        xml.Begin("AccountingCustomerParty");
        Write(xml, party, costCentre);
        xml.End();
    }

    private static void Write(UblWriter xml, Party party, string? id)
    {
        xml.Begin("Party");
        if (id is not null)
        {
            Single(xml, "PartyIdentification", "ID", id);
        }

        Single(xml, "PartyName", "Name", party.Name);
        xml.Begin("PostalAddress");
        xml.Basic("StreetName", party.Street);
        xml.Basic("AdditionalStreetName", party.Addition);
        xml.Basic("CityName", party.City);
        xml.Basic("PostalZone", party.PostalCode);
        Single(xml, "Country", "IdentificationCode", party.Country);
        xml.End();
        Tax(xml, party.VatId, "VAT");
        Tax(xml, party.TaxNumber, "TAX");
        xml.Begin("PartyLegalEntity");
        xml.Basic("RegistrationName", party.Name);
        xml.Basic("CompanyID", party.Registration);
        xml.End();
        if ((party.Contact ?? party.Phone ?? party.Email) is not null)
        {
            xml.Begin("Contact");
            xml.Basic("Name", party.Contact);
            xml.Basic("Telephone", party.Phone);
            xml.Basic("ElectronicMail", party.Email);
            xml.End();
        }

        xml.End();
    }

    private static void Tax(UblWriter xml, string? id, string scheme)
    {
        if (id is null)
        {
            return;
        }

        xml.Begin("PartyTaxScheme");
        xml.Basic("CompanyID", id);
        Single(xml, "TaxScheme", "ID", scheme);
        xml.End();
    }

    private static void Single(UblWriter xml, string aggregate, string basic, string value)
    {
        xml.Begin(aggregate);
        xml.Basic(basic, value);
        xml.End();
    }
}
