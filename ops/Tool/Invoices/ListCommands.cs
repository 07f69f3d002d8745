using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using TicketFlow.Invoicing.Documents;
using TicketFlow.Invoicing.Json;
using TicketFlow.Reporting.Invoices;

namespace TicketFlow.Ops.Invoices;

/// <summary><c>invoice list</c> and <c>invoice show</c>.</summary>
internal static class ListCommands
{
    public static Command List()
    {
        var (from, to, json) = (
            new Option<string?>("--from") { Description = "First month." }, new Option<string?>("--to") { Description = "Last month." },
            new Option<bool>("--json") { Description = "One JSON object per line." });
        var command = new Command(
            "list", "Lists drafts, invoices and credit notes.\n\nExample: ticketflow-ops invoice list --from 2026-01 --to 2026-03")
        {
            from, to, json,
        };
        command.SetAction((parse, cancellation) => InvoiceWork.RunAsync(async work =>
        {
            var rows = await work.Archive.ListAsync(Month(parse.GetValue(from)), Month(parse.GetValue(to)), cancellation);
            Show(rows, parse.GetValue(json));
            return ExitCodes.Ok;
        }));
        return command;
    }

    public static Command Show()
    {
        var (invoice, json) = (
            new Argument<string>("INVOICE") { Description = "Number or id." },
            new Option<bool>("--json") { Description = "The document as JSON, with each event behind each line." });
        var command = new Command("show",
            "Shows an invoice, credit note or draft.\n\nExample: ticketflow-ops invoice show 2026-000017") { invoice, json };
        command.SetAction((parse, cancellation) => InvoiceWork.RunAsync(async work =>
        {
            var found = await work.FindAsync(parse.GetRequiredValue(invoice), cancellation);
            var document = await work.Desk.DocumentAsync(found, cancellation);
            if (parse.GetValue(json))
            {
                await using var output = Console.OpenStandardOutput();
                await output.WriteAsync(InvoiceJson.Render(document), cancellation);
                return ExitCodes.Ok;
            }

            Print(found, document);
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static BillingMonth? Month(string? text) => text is null ? null : InvoiceWork.Month(text);

    private static void Show(IReadOnlyList<InvoiceRow> rows, bool json)
    {
        if (json)
        {
            foreach (var row in rows)
            {
                Console.WriteLine(JsonSerializer.Serialize(row, Operation.Json));
            }

            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("number or id", "month", "cost centre", "gross", "issued", "");
        foreach (var row in rows)
        {
            var rest = row.CreditedBy is { } credit ? $"credited by {credit}" : row.Corrects is { } original ? $"credits {original}"
                : row.Kind;
            table.AddRow(Array.ConvertAll<string, string>(
                [row.Number ?? row.Id, row.Month, row.CostCentre, Money(row.Gross, row.Currency), row.IssuedOn ?? "", rest],
                    Markup.Escape));
        }

        AnsiConsole.Write(table);
    }

    private static void Print(FoundInvoice found, InvoiceDocument document)
    {
        var kind = document.Number is null ? "Draft" : document.Kind == InvoiceKind.Invoice ? "Invoice" : "Credit note";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{kind} {document.Number ?? found.Id} · {document.Buyer.Name} ({document.CostCentre}) · "
            + $"{document.Period.From:yyyy-MM-dd} to {document.Period.To:yyyy-MM-dd}"));
        var table = new Table().Border(TableBorder.Simple)
            .AddColumns("#", "group", "text", "quantity", "unit price", "amount", "tariff", "grade", "jobs");
        foreach (var line in document.Lines)
        {
            table.AddRow(Array.ConvertAll<string, string>(
                [
                    Plain(line.Position), line.Group, line.Text, $"{Plain(line.Quantity)} {line.Unit}", Plain(line.UnitPrice),
                    Money(line.Amount, document.Currency), $"{line.Tariff} v{Plain(line.TariffVersion)}", line.Grade ?? "",
                    Plain(line.Jobs),
                ],
                Markup.Escape));
        }

        AnsiConsole.Write(table);
        var sums = $"Net {Money(document.Net, document.Currency)}, tax {Money(document.Tax, document.Currency)}";
        Console.WriteLine($"{sums}, gross {Money(document.Gross, document.Currency)}.");
    }

    private static string Plain(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Money(decimal amount, string currency) => string.Create(CultureInfo.InvariantCulture, $"{amount:N2} {currency}");
}
