using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using TicketFlow.Invoicing.Documents;

namespace TicketFlow.Invoicing.Json;

/// <summary>
/// The document as canonical JSON: fixed order of names, amounts with the currency's decimal places, line feeds, absent values left out.
/// </summary>
public static class InvoiceJson
{
    // Everything beyond these letters is escaped, so that the bytes do not depend on the Unicode version of the runtime.
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.BasicLatin, UnicodeRanges.Latin1Supplement, UnicodeRanges.LatinExtendedA),
    };

    /// <summary>UTF-8, with a line feed at the end.</summary>
    public static byte[] Render(InvoiceDocument document)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            Heading(json, document);
            WriteParty(json, "seller", document.Seller);
            json.WriteString("costCentre", document.CostCentre);
            WriteParty(json, "buyer", document.Buyer);
            WritePayment(json, document.Payment);
            json.WriteStartArray("lines");
            foreach (var line in document.Lines)
            {
                WriteLine(json, line, document.MinorUnits);
            }

            json.WriteEndArray();
            Totals(json, document);
            json.WriteEndObject();
        }

        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    private static void Heading(Utf8JsonWriter json, InvoiceDocument document)
    {
        json.WriteNumber("layout", document.Layout);
        json.WriteString("kind", document.Kind == InvoiceKind.Invoice ? "invoice" : "credit-note");
        Optional(json, "number", document.Number);
        Optional(json, "issuedOn", document.IssuedOn is { } issued ? Figures.Day(issued) : null);
        Optional(json, "dueOn", document.DueOn is { } due ? Figures.Day(due) : null);
        if (document.Corrects is { } corrected)
        {
            json.WriteStartObject("corrects");
            json.WriteString("number", corrected.Number);
            json.WriteString("issuedOn", Figures.Day(corrected.IssuedOn));
            json.WriteString("reason", corrected.Reason);
            json.WriteEndObject();
        }

        json.WriteStartObject("period");
        json.WriteString("from", Figures.Day(document.Period.From));
        json.WriteString("to", Figures.Day(document.Period.To));
        json.WriteString("timeZone", document.Period.TimeZone);
        json.WriteEndObject();
        json.WriteString("currency", document.Currency);
        json.WriteNumber("minorUnits", document.MinorUnits);
        json.WriteString("language", document.Language);
    }

    private static void WriteParty(Utf8JsonWriter json, string name, Party party)
    {
        json.WriteStartObject(name);
        json.WriteString("name", party.Name);
        Optional(json, "addition", party.Addition);
        Optional(json, "street", party.Street);
        Optional(json, "postalCode", party.PostalCode);
        Optional(json, "city", party.City);
        json.WriteString("country", party.Country);
        Optional(json, "vatId", party.VatId);
        Optional(json, "taxNumber", party.TaxNumber);
        Optional(json, "registration", party.Registration);
        Optional(json, "contact", party.Contact);
        Optional(json, "phone", party.Phone);
        Optional(json, "email", party.Email);
        Optional(json, "reference", party.Reference);
        json.WriteEndObject();
    }

    private static void WritePayment(Utf8JsonWriter json, PaymentDetails? payment)
    {
        if (payment is null)
        {
            return;
        }

        json.WriteStartObject("payment");
        Optional(json, "iban", payment.Iban);
        Optional(json, "bic", payment.Bic);
        Optional(json, "bank", payment.Bank);
        Optional(json, "terms", payment.Terms);
        json.WriteEndObject();
    }

    private static void WriteLine(Utf8JsonWriter json, InvoiceLine line, int minorUnits)
    {
        json.WriteStartObject();
        json.WriteNumber("position", line.Position);
        json.WriteString("group", line.Group);
        json.WriteString("code", line.Code);
        json.WriteString("text", line.Text);
        Number(json, "quantity", Figures.Plain(line.Quantity));
        json.WriteString("unit", line.Unit);
        Number(json, "unitPrice", Figures.Price(line.UnitPrice, minorUnits));
        Number(json, "amount", Figures.Amount(line.Amount, minorUnits));
        WriteRate(json, line.Tax);
        json.WriteString("tariff", line.Tariff);
        json.WriteNumber("tariffVersion", line.TariffVersion);
        Optional(json, "grade", line.Grade);
        json.WriteNumber("jobs", line.Jobs);
        json.WriteString("events", line.Events);
        json.WriteEndObject();
    }

    private static void Totals(Utf8JsonWriter json, InvoiceDocument document)
    {
        json.WriteStartArray("taxes");
        foreach (var tax in document.Taxes)
        {
            json.WriteStartObject();
            WriteRate(json, tax.Rate);
            Number(json, "taxable", Figures.Amount(tax.Taxable, document.MinorUnits));
            Number(json, "amount", Figures.Amount(tax.Tax, document.MinorUnits));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Number(json, "net", Figures.Amount(document.Net, document.MinorUnits));
        Number(json, "tax", Figures.Amount(document.Tax, document.MinorUnits));
        Number(json, "gross", Figures.Amount(document.Gross, document.MinorUnits));
        json.WriteNumber("jobs", document.Jobs);
        Optional(json, "note", document.Note);
    }

    private static void WriteRate(Utf8JsonWriter json, TaxRate rate)
    {
        json.WriteStartObject("taxRate");
        json.WriteString("category", rate.Category);
        Number(json, "percent", Figures.Plain(rate.Percent));
        Optional(json, "reason", rate.Reason);
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, string figures)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(figures);
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
