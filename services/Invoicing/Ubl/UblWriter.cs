using System.Xml;
using TicketFlow.Invoicing.Documents;

namespace TicketFlow.Invoicing.Ubl;

/// <summary>Writes elements of UBL's two common name spaces.</summary>
internal sealed class UblWriter(XmlWriter xml, string currency, int minorUnits) : IDisposable
{
    private const string Schema = "urn:oasis:names:specification:ubl:schema:xsd:";
    private const string Aggregates = Schema + "CommonAggregateComponents-2";
    private const string Basics = Schema + "CommonBasicComponents-2";

    public int MinorUnits { get; } = minorUnits;

    public void Root(string name)
    {
        xml.WriteStartDocument();
        xml.WriteStartElement(name, $"{Schema}{name}-2");
        xml.WriteAttributeString("xmlns", "cac", null, Aggregates);
        xml.WriteAttributeString("xmlns", "cbc", null, Basics);
    }

    public void EndRoot()
    {
        xml.WriteEndElement();
        xml.WriteEndDocument();
    }

    public void Begin(string aggregate) => xml.WriteStartElement("cac", aggregate, Aggregates);

    public void End() => xml.WriteEndElement();

    /// <summary>A basic element, or nothing when there is no value.</summary>
    public void Basic(string name, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            xml.WriteElementString("cbc", name, Basics, Allowed(value));
        }
    }

    public void Amount(string name, decimal amount) => WithAttribute(name, "currencyID", currency, Figures.Amount(amount, MinorUnits));

    public void Price(string name, decimal price) => WithAttribute(name, "currencyID", currency, Figures.Price(price, MinorUnits));

    public void Quantity(string name, decimal quantity, string unitCode) =>
        WithAttribute(name, "unitCode", unitCode, Figures.Plain(quantity));

    public void Dispose() => xml.Dispose();

    private void WithAttribute(string name, string attribute, string value, string content)
    {
        xml.WriteStartElement("cbc", name, Basics);
        xml.WriteAttributeString(attribute, value);
        xml.WriteString(content);
        xml.WriteEndElement();
    }

    /// <summary>Titles come from users: what XML 1.0 cannot hold becomes a question mark.</summary>
    private static string Allowed(string text)
    {
        try
        {
            return XmlConvert.VerifyXmlChars(text);
        }
        catch (XmlException)
        {
            return string.Concat(text.EnumerateRunes()
                .Select(r => r.Value is < 0x20 and not (9 or 10 or 13) or 0xFFFE or 0xFFFF ? "?" : r.ToString()));
        }
    }
}
