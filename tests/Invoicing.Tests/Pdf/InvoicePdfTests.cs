using System.Globalization;
using TicketFlow.Invoicing.Pdf;

namespace Invoicing.Tests.Pdf;

public sealed class InvoicePdfTests
{
    [Fact]
    public void An_invoice_says_who_asks_whom_for_how_much()
    {
        var pdf = new PrintedPdf(InvoicePdf.Render(Sample.Invoice));
        pdf.Pages.Count.ShouldBe(1);
        string[] expected =
        [
            "M\u00FCller & S\u00F6hne IT-Dienste GmbH", "Rechnung", "Stra\u00DFe des 17. Juni 5", "2026-000017", "03.11.2026", "1.204",
            "0,035", "44,90", "53,22",
            "183,72", "34,91", "218,63 EUR",
            "312 Auftr\u00E4ge \u00B7 Standard v3 \u00B7 counter-moved \u00B7 Ereignisse 1001 \u0085 90311", "Seite 1 von 1",
        ];
        foreach (var text in expected)
        {
            pdf.Texts(0).ShouldContain(text);
        }
    }

    [Fact]
    public void Its_title_and_author_are_in_the_file_and_no_clock() => (
        new PrintedPdf(InvoicePdf.Render(Sample.Invoice)) is var pdf
            ? (pdf.Information("Title"), pdf.Information("Author"), pdf.Objects[4].Contains("Date")) : default)
        .ShouldBe(("Rechnung 2026-000017", "Müller & Söhne IT-Dienste GmbH", false));

    [Fact]
    public void A_draft_says_so_across_the_page()
    {
        var texts = new PrintedPdf(InvoicePdf.Render(Sample.Draft)).Texts(0);
        texts[0].ShouldBe("DRAFT");
        texts.ShouldNotContain("2026-000017");
    }

    [Fact]
    public void A_credit_note_names_the_invoice_and_the_reason()
    {
        var texts = new PrintedPdf(InvoicePdf.Render(Sample.CreditNote)).Texts(0);
        texts.ShouldContain("Credit note");
        texts.ShouldContain("Credits invoice 2026-000017 of 3 Nov 2026");
        texts.ShouldContain("Credited to you");
    }

    [Fact]
    public void Many_lines_run_over_pages_that_carry_their_sum()
    {
        var document = Sample.Long(5000);
        var pdf = new PrintedPdf(InvoicePdf.Render(document));
        var last = pdf.Pages.Count - 1;
        last.ShouldBeGreaterThan(100);
        for (var page = 1; page <= last; page++)
        {
            var (before, here) = (pdf.Texts(page - 1), pdf.Texts(page));
            here.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"Page {page + 1} of {last + 1}"));
            var carried = before[At(before, "Carried forward") + 1];
            here[At(here, "Brought forward") + 1].ShouldBe(carried);
        }

        var positions = Enumerable.Range(0, last + 1).SelectMany(p => pdf.Texts(p)).Where(t => t.Length < 6).ToHashSet();
        Enumerable.Range(1, 5000).Select(i => i.ToString(CultureInfo.InvariantCulture)).ShouldAllBe(p => positions.Contains(p));
        pdf.Texts(last).ShouldContain(document.Gross.ToString("#,##0.00", CultureInfo.InvariantCulture) + " EUR");
    }

    [Fact]
    public void No_text_leaves_the_paper_however_long_the_names_are()
    {
        var name = string.Join(' ', Enumerable.Repeat(new string('W', 300), 9));
        var document = Sample.Of(
            [Sample.Line(name, "c", name, 1, new string('u', 90), 1, 1, new string('9', 4000), 1)]) with
        { CostCentre = name, Note = name };
        document = document with
        {
            Buyer = document.Buyer with { Name = name, Street = name },
            Seller = document.Seller with { Name = name, Email = name }
        };
        var pdf = new PrintedPdf(InvoicePdf.Render(document));
        pdf.Pages.Count.ShouldBeLessThan(4);
        foreach (var (page, x, y) in Enumerable.Range(0, pdf.Pages.Count)
            .SelectMany(p => Places(pdf.Pages[p]).Select(at => (p, at.X, at.Y))))
        {
            x.ShouldBeInRange(50, 595, $"page {page}");
            y.ShouldBeInRange(10, 842, $"page {page}");
        }
    }

    [Fact]
    public void An_invoice_without_lines_says_that_there_was_nothing() =>
        new PrintedPdf(InvoicePdf.Render(Sample.Of([]) with { Language = "en" })).Texts(0)
            .ShouldContain("Nothing was charged in this period.");

    [Fact]
    public void A_currency_without_small_coins_is_printed_without_places()
    {
        var document = Sample.Of([Sample.Line("A", "p", "Page", 3, "page", 5, 15, "7", 1)]) with
        {
            Currency = "JPY",
            MinorUnits = 0,
            Gross = 15
        };
        new PrintedPdf(InvoicePdf.Render(document)).Texts(0).ShouldContain("15 JPY");
    }

    private static int At(IReadOnlyList<string> texts, string text) => Enumerable.Range(0, texts.Count).First(i => texts[i] == text);

    private static IEnumerable<(decimal X, decimal Y)> Places(string page) =>
        page.Split('\n').Where(l => l.Contains(" Td ", StringComparison.Ordinal))
            .Select(l => l[..l.IndexOf(" Td ", StringComparison.Ordinal)].Split(' '))
            .Select(parts => (decimal.Parse(parts[^2], CultureInfo.InvariantCulture),
                decimal.Parse(parts[^1], CultureInfo.InvariantCulture)));
}
