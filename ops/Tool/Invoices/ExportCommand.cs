using System.CommandLine;
using TicketFlow.Invoicing.Files;

namespace TicketFlow.Ops.Invoices;

/// <summary><c>invoice export</c>: files for people and machines.</summary>
internal static class ExportCommand
{
    private const string Help = """
        Writes invoices as files: pdf, csv, json, or xml (UBL 2.1, EN 16931). The same invoice gives the same bytes every time.

        Examples:
          ticketflow-ops invoice export 2026-000017 --format pdf
          ticketflow-ops invoice export 2026-000017 --format xml --out - | less
          ticketflow-ops invoice export --month 2026-10 --format pdf --out october/
        """;

    public static Command Create()
    {
        var (invoices, month, format, output) = (
            new Argument<string[]>("INVOICE") { Description = "Numbers or ids.", Arity = ArgumentArity.ZeroOrMore },
            new Option<string?>("--month") { Description = "All invoices, credit notes and drafts of this month." },
            new Option<string>("--format") { Description = "pdf, csv, json or xml.", DefaultValueFactory = _ => "pdf" },
            new Option<string>("--out") { Description = "A directory, or - for standard output.", DefaultValueFactory = _ => "." });
        format.AcceptOnlyFromAmong([.. InvoiceFile.All.Select(f => f.Name)]);
        var command = new Command("export", Help) { invoices, month, format, output };
        command.SetAction((parse, cancellation) => InvoiceWork.RunAsync(async work =>
        {
            var names = new List<string>(parse.GetValue(invoices) ?? []);
            if (parse.GetValue(month) is { } text)
            {
                var chosen = InvoiceWork.Month(text);
                names.AddRange((await work.Archive.ListAsync(chosen, chosen, cancellation)).Select(r => r.Number ?? r.Id));
            }

            if (names.Count == 0)
            {
                throw new OperationException(ExitCodes.NotFound, "Name invoices, or a month that has some with --month.");
            }

            var form = InvoiceFile.Find(parse.GetRequiredValue(format))!;
            foreach (var name in names)
            {
                await WriteAsync(work, name, form, parse.GetRequiredValue(output), cancellation);
            }

            return ExitCodes.Ok;
        }));
        return command;
    }

    private static async Task WriteAsync(InvoiceWork work, string name, InvoiceFile form, string output, CancellationToken cancellation)
    {
        var found = await work.FindAsync(name, cancellation);
        var document = await work.Desk.DocumentAsync(found, cancellation);
        if (document.Number is null && form.NeedsNumber)
        {
            throw new OperationException(ExitCodes.Failed,
                $"{name} is a draft; {form.Name} needs a number. Issue it first, or take pdf, csv or json.");
        }

        var bytes = form.Render(document);
        if (output == "-")
        {
            await using var standard = Console.OpenStandardOutput();
            await standard.WriteAsync(bytes, cancellation);
            return;
        }

        Directory.CreateDirectory(output);
        var path = Path.Combine(output, form.FileName(document));
        await File.WriteAllBytesAsync(path + ".new", bytes, cancellation);
        File.Move(path + ".new", path, overwrite: true);
        Console.WriteLine(path);
    }
}
