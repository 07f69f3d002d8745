using TicketFlow.Invoicing.Files;
using TicketFlow.Pricing;
using TicketFlow.Reporting.Costs;
using TicketFlow.Reporting.Invoices;
using TicketFlow.Reporting.Invoices.Settings;

namespace Reporting.Tests.Invoices;

/// <summary>A month with volume discounts, from raw charges to proved invoices, and recounted by plain SQL.</summary>
public sealed class VolumeDiscountMonthTests(InvoicedMonth month) : IClassFixture<InvoicedMonth>
{
    private const string Settings = """
        { "seller": { "name": "IT" }, "tax": { "category": "S", "percent": 19 }, "timeZone": "UTC", "dueDays": 14, "volumeDiscounts": [
          { "code": "volume", "text": "Volume", "tiers": [ { "from": 20, "percent": 5 }, { "from": 60, "percent": 10 } ] },
          { "code": "heavy", "text": "Heavy use", "per": "user", "tiers": [ { "from": 5, "percent": 2.5 } ] } ] }
        """;

    /// <summary>By other means: cost centre, charged, discount.</summary>
    private const string Recount = """
        with each as (
          select cost_centre, domain || '\' || user_name as who, sum(net) as net from reporting.charge
          where cost_centre is not null and at >= '2026-03-01Z' and at < '2026-04-01Z' group by 1, 2),
        whole as (
          select cost_centre, sum(net) as net, sum(case when net >= 5 then round(net * 0.025, 2) else 0 end) as heavy from each group by 1)
        select concat_ws(' ', cost_centre, round(net, 2), round(net * case when net >= 60 then 0.10 when net >= 20 then 0.05 else 0 end, 2) + heavy)
        from whole where net > 0 order by cost_centre collate "C"
        """;

    [Fact]
    public async Task The_invoices_of_a_month_are_its_charges_less_the_discounts_that_a_recount_gives_and_stay_so()
    {
        await SetAsync(Settings);
        var desk = InvoicedMonth.Desk(month.Store);
        var draft = await desk.DraftAsync(InvoicedMonth.March, null, dryRun: false, null, default);
        var drafted = draft.Rows.Where(r => r.Outcome == DraftOutcome.Drafted).ToList();
        drafted.Select(r => FormattableString.Invariant($"{r.CostCentre} {r.Charged:0.00} {r.Discount:0.00}"))
            .ShouldBe(await month.Log.Database.ColumnAsync(Recount));
        drafted.Count(r => r.Discount > 0).ShouldBeGreaterThan(1);
        drafted.SelectMany(r => r.Document.Lines).Select(l => l.Code).Distinct()
            .ShouldBe(["job", "page", "volume", "heavy"], ignoreOrder: true);
        draft.Rows.Single(r => r.Outcome == DraftOutcome.Unassigned).Discount.ShouldBe(0, "nobody is asked for it");
        draft.Rows.Sum(r => r.Charged).ShouldBe(decimal.Parse(
            (await month.Log.Database.ColumnAsync("select sum(net)::text from reporting.charge")).Single(),
            System.Globalization.CultureInfo.InvariantCulture));
        await WhatIfSaysTheSameAsync(drafted);

        var numbers = new List<string>();
        foreach (var row in drafted)
        {
            var found = (await month.Archive.FindAsync(row.Id!, default))!;
            numbers.Add(await desk.IssueAsync(row.Id!, found.State.Draft!, default));
        }

        // What was issued keeps the discounts of its day.
        await SetAsync(Settings.Replace("\"percent\": 10 }", "\"percent\": 11 }", StringComparison.Ordinal));
        await ProveAsync(numbers, drafted);
    }

    [Theory]
    [InlineData("\"from\": 60", "\"from\": 20", "each tier must count from more")]
    [InlineData("\"percent\": 10 }", "\"percent\": 99 }", "together take more than 100 %")]
    [InlineData("\"percent\": 10 }", "\"percent\": 0 }", "takes above 0 to 100 %")]
    [InlineData("\"code\": \"heavy\"", "\"code\": \"volume\"", "'volume' stands there twice")]
    [InlineData("\"code\": \"heavy\"", "\"code\": \"heavy\", \"currency\": \"Euro\"", "no code of ISO 4217")]
    [InlineData("\"tiers\": [ { \"from\": 5, \"percent\": 2.5 } ]", "\"tiers\": []", "it needs 1 to 20 tiers")]
    [InlineData("\"tiers\": [ { \"from\": 5, \"percent\": 2.5 } ]", "\"of\": 1", "cannot be read")]
    public void Settings_that_make_no_sense_are_refused_with_what_is_wrong(string what, string by, string problem)
    {
        InvoiceSettingsReader.Read(Settings).VolumeDiscounts.Count.ShouldBe(2);
        Should.Throw<InvoiceRefusedException>(() => InvoiceSettingsReader.Read(Settings.Replace(what, by, StringComparison.Ordinal)))
            .ShouldSatisfyAllConditions(e => e.Code.ShouldBe("invoice-settings-invalid"), e => e.Message.ShouldContain(problem));
    }

    private async Task WhatIfSaysTheSameAsync(IReadOnlyList<DraftRow> drafted)
    {
        // The same prices again: what would be taken off is what is.
        var tariff = new Tariff("same", 1, new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), "EUR",
        [
            new TariffRule("job", "Job", PriceUnits.Job, 0.05m, null, null),
            new TariffRule("page", "Page", PriceUnits.Page, 0.035m, null, null),
        ]);
        var (from, to) = (new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero));
        var rows = await WhatIf.ReportByCostCentreAsync(
            month.Store.DataSource, tariff, from, to, InvoiceSettingsReader.Read(Settings).VolumeDiscounts, default);
        foreach (var row in drafted)
        {
            rows.Single(r => r.Group == row.CostCentre).ShouldSatisfyAllConditions(
                r => r.WouldBe.ShouldBe(row.Charged), r => r.Charged.ShouldBe(row.Charged), r => r.Discount.ShouldBe(row.Discount));
        }
    }

    private async Task ProveAsync(IEnumerable<string> numbers, IReadOnlyList<DraftRow> drafted)
    {
        await using var fresh = month.Log.OpenReporting();
        var (archive, verification) = (new InvoiceArchive(fresh, fresh.DataSource), new InvoiceVerification(fresh, fresh.DataSource));
        foreach (var (number, row) in numbers.Zip(drafted))
        {
            var found = (await archive.FindAsync(number, default))!;
            (await verification.InvoiceAsync(found.Issued!, default)).ShouldBeEmpty();
            found.Document!.Net.ShouldBe(row.Charged - row.Discount);
            found.Document.Lines.Sum(l => l.Amount).ShouldBe(found.Document.Net);
            InvoiceFile.Hashes(found.Document).ShouldBe(found.Issued!.Issued.Sha256, ignoreOrder: true);
            if (found.Document.Lines.Count(l => l.Tariff.Length == 0) > 0)
            {
                var other = found.Issued with { Issued = found.Issued.Issued with { VolumeDiscounts = null } };
                (await verification.InvoiceAsync(other, default)).ShouldContain(f => f.Contains("does not come out of the charges"));
            }
        }
    }

    private Task<bool> SetAsync(string settings) =>
        new InvoiceSettingsBook(month.Store).SetAsync(InvoiceSettingsReader.Read(settings), "tests", default);
}
