using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using TicketFlow.EventStore;
using TicketFlow.Invoicing.Composing;
using TicketFlow.Pricing;
using TicketFlow.Reporting.Costs;
using TicketFlow.Reporting.Invoices.Settings;

namespace TicketFlow.Ops.Costs;

/// <summary><c>tariff what-if</c>: a period under another tariff.</summary>
internal static class TariffWhatIf
{
    private const string CostCentre = "cost-centre";

    private static readonly Dictionary<string, Func<PricedJob, string?>> Groups = new(StringComparer.Ordinal)
    {
        [CostCentre] = job => job.CostCentre,
        ["department"] = job => job.Department,
        ["user"] = job => $"{job.Domain}\\{job.User}",
        ["resource"] = job => job.Resource,
        ["nothing"] = _ => "all",
    };

    public static Command Create()
    {
        var (file, month, by, json) = (
            new Argument<string>("FILE") { Description = "The tariff as JSON; it need not be set." },
            new Option<string>("--month") { Description = "For example 2026-10, by the clock of the tariff's time zone.", Required = true },
            new Option<string>("--by") { Description = "What to sum up by.", DefaultValueFactory = _ => CostCentre },
            new Option<bool>("--json") { Description = "One JSON object per line." });
        by.AcceptOnlyFromAmong([.. Groups.Keys]);
        var command = new Command("what-if", """
            What a month's completed jobs would have cost under another tariff, beside what was charged. Changes nothing. By cost centre it
            also tells what the volume discounts of the invoices' settings would take off.

            Exit codes: 0 reported, 1 the file cannot be a tariff, 3 there is no such file, 4 database out of reach or without reports.
            Example: ticketflow-ops tariff what-if next.json --month 2026-10 --by department
            """) { file, month, by, json };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            async (store, token) =>
            {
                var (tariff, _) = await TariffFile.ReadAsync(parse.GetRequiredValue(file), 0, token);
                var (from, to) = Period(parse.GetRequiredValue(month), tariff.TimeZone);
                var asked = parse.GetRequiredValue(by);
                var rows = asked == CostCentre
                    ? await WhatIf.ReportByCostCentreAsync(store.DataSource, tariff, from, to, await DiscountsAsync(store, token), token)
                    : await WhatIf.ReportAsync(store.DataSource, tariff, from, to, Groups[asked], token);
                return Show(rows, tariff, parse.GetValue(json));
            },
            cancellation));
        return command;
    }

    private static async Task<IReadOnlyList<VolumeDiscount>> DiscountsAsync(DocumentStore store, CancellationToken cancellation) =>
        (await new InvoiceSettingsBook(store).FindAsync(cancellation))?.VolumeDiscounts ?? [];

    private static int Show(IReadOnlyList<WhatIfRow> rows, Tariff tariff, bool json)
    {
        if (json)
        {
            foreach (var row in rows)
            {
                Console.WriteLine(JsonSerializer.Serialize(row, Operation.Json));
            }

            return ExitCodes.Ok;
        }

        var table = new Table().Border(TableBorder.Simple)
            .AddColumns("", "jobs", $"charged ({tariff.Currency})", "would be", "difference", "volume discount",
                "unpriced", "charged in another currency");
        foreach (var row in rows.Append(Sum(rows)))
        {
            table.AddRow(
                Markup.Escape(row.Group.Length == 0 ? "(none)" : row.Group), Count(row.Jobs), Amount(row.Charged), Amount(row.WouldBe),
                Amount(row.WouldBe - row.Charged), row.Discount == 0 ? "" : Amount(row.Discount), Count(row.Unpriced),
                Count(row.ChargedOtherwise));
        }

        AnsiConsole.Write(table);
        return ExitCodes.Ok;

        string Amount(decimal amount) => new Money(amount, tariff.Currency).ToString();
    }

    private static WhatIfRow Sum(IReadOnlyList<WhatIfRow> rows) => new(
        "total", rows.Sum(r => r.Jobs), rows.Sum(r => r.Charged), rows.Sum(r => r.ChargedOtherwise), rows.Sum(r => r.WouldBe),
        rows.Sum(r => r.Unpriced))
    {
        Discount = rows.Sum(r => r.Discount),
    };

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static (DateTimeOffset From, DateTimeOffset To) Period(string month, TimeZoneInfo zone)
    {
        if (!DateTime.TryParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first))
        {
            throw new OperationException(ExitCodes.Failed, $"'{month}' is no month: write for example 2026-10.");
        }

        return (Start(first), Start(first.AddMonths(1)));

        DateTimeOffset Start(DateTime local) => new(local, zone.GetUtcOffset(local));
    }
}
