using TicketFlow.Invoicing.Documents;

namespace Invoicing.Tests;

/// <summary>Invoices to render.</summary>
internal static class Sample
{
    private static readonly TaxRate Standard = new("S", 19);

    public static InvoiceDocument Invoice { get; } = Of(
    [
        Line("Laser 2. OG, Flur Ost", "page-mono", "Seite schwarz/weiß, A4", 1204, "page", 0.035m, 44.9m,
            "1001,1004-1009,1400,2210,90233,90240,90311", 312),
        Line("Laser 2. OG, Flur Ost", "page-colour", "Seite farbig, A4", 96, "page", 0.12m, 11.52m, "1002,1011,1033", 14),
        Line("Laser 2. OG, Flur Ost", "duplex", "Nachlass beidseitig", 640, "page", -0.005m, -3.20m, "1001,1004-1009", 210),
        Line("Plotter Konstruktion", "area", "Plot A0 auf Normalpapier", 17, "sheet", 4.5m, 76.5m, "1500-1516", 17),
        Line(
            "Plotter Konstruktion", "time",
            "Ausschließliche Nutzung des Plotters während der Nacht, je angefangene Minute, einschließlich Papierwechsel und Aufsicht",
            135, "minute",
            0.4m, 54m, "1520", 1),
    ]);

    public static InvoiceDocument CreditNote { get; } = Invoice with
    {
        Kind = InvoiceKind.CreditNote,
        Number = "2026-000018",
        IssuedOn = new DateOnly(2026, 11, 20),
        DueOn = null,
        Language = "en",
        Corrects = new CorrectedInvoice("2026-000017", new DateOnly(2026, 11, 3),
            "The plotter's night hours were agreed as free of charge."),
    };

    public static InvoiceDocument Draft { get; } = Invoice with { Number = null, IssuedOn = null, DueOn = null, Language = "en" };

    public static InvoiceDocument Long(int lines) => Of(
    [
        .. Enumerable.Range(0, lines).Select(i => Line(
            $"Printer {i / 7:D4}", "page-mono", $"Page, black and white, A4, tray {i % 7}", (i * 37 % 900) + 1, "page", 0.04m,
            ((i * 37 % 900) + 1) * 0.04m,
            EventLinks.Of([i + 1, i + 1_000_000]), 2)),
    ]) with
    { Language = "en" };

    public static InvoiceLine Line(
        string group, string code, string text, decimal quantity, string unit, decimal price, decimal amount, string events, int jobs) =>
            new()
            {
                Group = group,
                Code = code,
                Text = text,
                Quantity = quantity,
                Unit = unit,
                UnitPrice = price,
                Amount = amount,
                Tax = Standard,
                Tariff = "Standard",
                TariffVersion = 3,
                Grade = "counter-moved",
                Jobs = jobs,
                Events = events,
            };

    public static InvoiceDocument Of(IEnumerable<InvoiceLine> lines)
    {
        var all = lines.Select((line, i) => line with { Position = i + 1 }).ToList();
        var net = all.Sum(l => l.Amount);
        var tax = Math.Round(net * 0.19m, 2, MidpointRounding.AwayFromZero);
        return new InvoiceDocument
        {
            Number = "2026-000017",
            IssuedOn = new DateOnly(2026, 11, 3),
            DueOn = new DateOnly(2026, 11, 17),
            Language = "de",
            Currency = "EUR",
            Period = new InvoicePeriod(new DateOnly(2026, 10, 1), new DateOnly(2026, 10, 31), "Europe/Berlin"),
            CostCentre = "4711",
            Lines = all,
            Net = net,
            Tax = tax,
            Gross = net + tax,
            Taxes = [new TaxTotal(Standard, net, tax)],
            Jobs = 344,
            Seller = new Party
            {
                Name = "Müller & Söhne IT-Dienste GmbH",
                Street = "Königsallee 12",
                PostalCode = "40212",
                City = "Düsseldorf",
                Country = "DE",
                VatId = "DE123456789",
                TaxNumber = "133/5678/9012",
                Registration = "HRB 12345, Amtsgericht Düsseldorf",
                Contact = "Jörg Weiß",
                Phone = "+49 211 123456",
                Email = "rechnung@example.org",
            },
            Buyer = new Party
            {
                Name = "Werk Köln, Abteilung Konstruktion",
                Addition = "z. Hd. Frau Łukasiewicz",
                Street = "Straße des 17. Juni 5",
                PostalCode = "50667",
                City = "Köln",
                Country = "DE",
                Reference = "PO-7781",
            },
            Payment = new PaymentDetails("DE02 1203 0000 0000 2020 51", "BYLADEM1001", "Deutsche Kreditbank",
                "Zahlbar ohne Abzug innerhalb von 14 Tagen."),
            Note = "Vielen Dank. Fragen zu dieser Rechnung beantworten wir gern.",
        };
    }
}
