using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using TicketFlow.Reporting.Invoices;

namespace TicketFlow.Ops.Invoices;

/// <summary><c>invoice draft</c>: adds up a month.</summary>
internal static class DraftCommand
{
    private const string Help = """
        Adds up the charges of a month and records a draft per cost centre and currency. What is issued stays as it is; the same draft again
        writes nothing. Charges that belong to no cost centre are shown as 'unassigned': the rows' sum is the sum of all charges.

        Examples:
          ticketflow-ops invoice draft 2026-10 --dry-run
          ticketflow-ops invoice draft 2026-10 --cost-centre 4711
        Undo: ticketflow-ops invoice withdraw --month 2026-10
        """;

    public static Command Create()
    {
        var (month, centre, dry, json) = (
            new Argument<string>("MONTH") { Description = "As 2026-10." },
            new Option<string?>("--cost-centre") { Description = "Only this one." },
            new Option<bool>("--dry-run") { Description = "Show the sums, record nothing." },
            new Option<bool>("--json") { Description = "One JSON object per line." });
        var command = new Command("draft", Help) { month, centre, dry, json };
        command.SetAction((parse, cancellation) => InvoiceWork.RunAsync(async work =>
        {
            var draft = await InvoiceWork.WithProgressAsync("Adding up charges:", progress => work.Desk.DraftAsync(
                InvoiceWork.Month(parse.GetRequiredValue(month)), parse.GetValue(centre), parse.GetValue(dry), progress, cancellation));
            Show(draft, parse.GetValue(json));
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static void Show(MonthDraft draft, bool json)
    {
        if (json)
        {
            foreach (var row in draft.Rows)
            {
                Console.WriteLine(JsonSerializer.Serialize(
                    new
                    {
                        row.Id,
                        row.CostCentre,
                        outcome = Words(row),
                        row.Currency,
                        row.Charges,
                        row.Document.Jobs,
                        row.Unpriced,
                        lines = row.Document.Lines.Count,
                        row.Charged,
                        row.Discount,
                        row.Document.Net,
                        row.Document.Tax,
                        row.Document.Gross,
                        row.Number,
                    },
                    Operation.Json));
            }

            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("id", "jobs", "charged", "discount", "net", "gross", "");
        foreach (var row in draft.Rows)
        {
            table.AddRow(Array.ConvertAll<string, string>(
                [
                    row.Id ?? "(no cost centre)", Whole(row.Document.Jobs), Money(row.Charged, row.Currency),
                    row.Discount == 0 ? "" : Money(row.Discount, row.Currency), Money(row.Document.Net, row.Currency),
                    Money(row.Document.Gross, row.Currency), Words(row),
                ],
                Markup.Escape));
        }

        AnsiConsole.Write(table);
        foreach (var sum in draft.Rows.GroupBy(r => r.Currency, StringComparer.Ordinal))
        {
            var net = Money(sum.Sum(r => r.Charged), sum.Key);
            Console.WriteLine($"All charges of {draft.Month}: {net} net in {Whole(sum.Sum(r => r.Charges))} charges.");
        }

        if (draft.Rows.Sum(r => r.Unpriced) is > 0 and var unpriced)
        {
            Console.WriteLine($"{Whole(unpriced)} jobs have no price, because their pages or time are not known.");
        }

        if (draft.Rows.Any(r => r.Outcome == DraftOutcome.Unassigned))
        {
            Console.WriteLine("Unassigned: nobody is asked for these until the organisation names a cost centre.");
        }
    }

    private static string Words(DraftRow row) => row.Outcome switch
    {
        DraftOutcome.Drafted => "drafted",
        DraftOutcome.Unchanged => "unchanged",
        DraftOutcome.WouldDraft => "would be drafted",
        DraftOutcome.Issued => $"issued as {row.Number}",
        DraftOutcome.Empty => "nothing charged",
        _ => "unassigned",
    };

    private static string Money(decimal amount, string currency) => string.Create(CultureInfo.InvariantCulture, $"{amount:N2} {currency}");

    private static string Whole(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
