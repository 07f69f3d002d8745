using TicketFlow.Invoicing.Documents;
using TicketFlow.Reporting.Invoices;
using TicketFlow.Reporting.Invoices.Settings;

namespace Reporting.Tests.Invoices;

public sealed class MonthAndNumberTests
{
    private const string Settings = """
        { "seller": { "name": "IT", "city": "Köln" }, "tax": { "category": "S", "percent": 19 }, "numberPrefix": "RE-", "dueDays": 14,
          "buyers": [{ "costCentre": "4711", "party": { "name": "Sales" }, "tax": { "category": "O", "percent": 0, "reason": "internal" } }] }
        """;

    [Theory]
    [InlineData("2026-03", "Europe/Berlin", "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z")]
    [InlineData("2026-10", "Europe/Berlin", "2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z")]
    [InlineData("2026-12", "UTC", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData("2026-09", "America/Santiago", "2026-09-01T04:00:00Z", "2026-10-01T03:00:00Z")]
    [InlineData("2026-11", "America/Havana", "2026-11-01T04:00:00Z", "2026-12-01T05:00:00Z")]
    public void A_month_begins_and_ends_at_midnight_of_its_zone(string month, string zone, string from, string to)
    {
        BillingMonth.TryParse(month, out var parsed).ShouldBeTrue();
        parsed.Bounds(TimeZoneInfo.FindSystemTimeZoneById(zone)).ShouldBe((DateTimeOffset.Parse(from), DateTimeOffset.Parse(to)));
        parsed.ToString().ShouldBe(month);
    }

    [Theory]
    [InlineData(2026, 2, 28)]
    [InlineData(2028, 2, 29)]
    [InlineData(2026, 12, 31)]
    public void The_period_that_is_printed_ends_with_the_months_last_day(int year, int month, int last) =>
        new BillingMonth(year, month).Period("UTC").ShouldBe(new InvoicePeriod(new(year, month, 1), new(year, month, last), "UTC"));

    [Theory]
    [InlineData("2026-13")]
    [InlineData("2026")]
    [InlineData("26-01")]
    [InlineData("2026-1")]
    [InlineData("")]
    public void What_is_no_month_is_none(string text) => BillingMonth.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Numbers_follow_one_another_and_their_days_never_go_back()
    {
        var settings = InvoiceSettingsReader.Read(Settings);
        InvoiceNumbering.Next(null, new DateOnly(2026, 4, 3), settings)
            .ShouldBe(new InvoiceNumber(1, "RE-2026-000001", new DateOnly(2026, 4, 3), new DateOnly(2026, 4, 17)));
        InvoiceNumbering.Next(new InvoiceNumbers(41, new DateOnly(2026, 4, 9)), new DateOnly(2026, 4, 3), settings)
            .ShouldBe(new InvoiceNumber(42, "RE-2026-000042", new DateOnly(2026, 4, 9), new DateOnly(2026, 4, 23)));
    }

    [Theory]
    [InlineData("RE-2026-000042", true)]
    [InlineData("2026-1000000", true)]
    [InlineData("2026-10-EUR-4711", false)]
    [InlineData("2026-10-EUR-471100", false)]
    [InlineData("2026-42", false)]
    [InlineData("x", false)]
    public void Numbers_are_told_from_ids(string text, bool isNumber) => InvoiceNumbering.TryParse(text, out _, out _).ShouldBe(isNumber);

    [Fact]
    public void An_id_holds_whatever_a_cost_centre_is_called() =>
        InvoiceId.Of(new BillingMonth(2026, 3), "EUR", "R&D / Köln").ShouldBe("2026-03-EUR-R%26D%20%2F%20K%C3%B6ln");

    [Fact]
    public void Settings_are_written_as_they_are_read()
    {
        var settings = InvoiceSettingsReader.Read(Settings);
        InvoiceSettingsReader.Write(InvoiceSettingsReader.Read(InvoiceSettingsReader.Write(settings)))
            .ShouldBe(InvoiceSettingsReader.Write(settings));
        var month = new BillingMonth(2026, 3);
        settings.TermsFor("4711", month).Tax.ShouldBe(new TaxRate("O", 0, "internal"));
        settings.TermsFor("0815", month).Buyer.Name.ShouldBe("0815");
    }

    [Theory]
    [InlineData("", "cannot be read")]
    [InlineData("{", "cannot be read")]
    [InlineData("""{ "seller": { "name": "IT" } }""", "tax")]
    [InlineData("""{ "seller": { "name": "IT", "vatID": 1 }, "tax": { "category": "S", "percent": 19 } }""", "cannot be read")]
    [InlineData("""{ "seler": { "name": "IT" }, "tax": { "category": "S", "percent": 19 } }""", "seler")]
    [InlineData("""{ "seller": { "name": " ", "country": "Germany" }, "tax": { "category": "S", "percent": 0 } }""",
        "seller has no name; seller: country")]
    [InlineData("""{ "seller": { "name": "IT" }, "tax": { "category": "O", "percent": 0 }, "timeZone": "Mars" }""", "no IANA time zone")]
    [InlineData("""{ "seller": { "name": "IT" }, "tax": { "category": "X", "percent": 0 }, "language": "fr" }""", "neither en nor de")]
    public void Settings_that_cannot_be_used_are_refused_with_every_reason(string json, string reason)
    {
        var refusal = Should.Throw<InvoiceRefusedException>(() => InvoiceSettingsReader.Read(json));
        (refusal.Code, refusal.Message).ShouldSatisfyAllConditions(
            r => r.Code.ShouldBe("invoice-settings-invalid"), r => r.Message.ShouldContain(reason));
    }

    [Fact]
    public void The_list_shows_what_became_of_each()
    {
        var list = new InvoiceList();
        foreach (var (id, type, number) in new[]
        {
            ("a", "invoice_drafted", null), ("a", "invoice_drafted", null), ("a", "invoice_issued", "1"), ("a", "invoice_credited", "2"),
            ("a", "invoice_drafted", null), ("b", "invoice_drafted", null), ("b", "invoice_draft_withdrawn", (string?)null),
        })
        {
            list.Add(new InvoiceFact(id, type, number, "2026-03-01", "EUR", 10, 1, 11, "2026-04-01", "4711", 3));
        }

        list.Rows.Select(r => (r.Net, r.Tax, r.Gross)).ShouldBe([(10m, 1m, 11m), (-10m, -1m, -11m), (10m, 1m, 11m)]);
        list.Rows.Select(r => (r.Id, r.Kind, r.Number, r.Gross, r.CreditedBy, r.Corrects)).ShouldBe(
        [
            ("a", "invoice", "1", 11m, "2", null), ("a", "credit-note", "2", -11m, null, "1"), ("a", "draft", null, 11m, null, null),
        ]);
    }
}
