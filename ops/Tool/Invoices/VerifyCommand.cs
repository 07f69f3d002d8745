using System.CommandLine;
using System.Globalization;
using TicketFlow.Reporting.Invoices;

namespace TicketFlow.Ops.Invoices;

/// <summary><c>invoice verify</c>: computes issued invoices again.</summary>
internal static class VerifyCommand
{
    private const string Help = """
        Computes issued invoices again: their sums, the bytes of each form, their lines from the charges of today, and that the numbers have
        no gap. Prints each difference; exit code 1 when there is one.

        Examples:
          ticketflow-ops invoice verify 2026-000017
          ticketflow-ops invoice verify --month 2026-10
        """;

    public static Command Create()
    {
        var (invoices, month) = (
            new Argument<string[]>("NUMBER") { Description = "Numbers of invoices.", Arity = ArgumentArity.ZeroOrMore },
            new Option<string?>("--month") { Description = "All of this month. Without number and month: all there are." });
        var command = new Command("verify", Help) { invoices, month };
        command.SetAction((parse, cancellation) => InvoiceWork.RunAsync(async work =>
        {
            var names = parse.GetValue(invoices) is { Length: > 0 } given ? given
                : await AllAsync(work, parse.GetValue(month), cancellation);
            var findings = await InvoiceWork.WithProgressAsync("Computing invoices again:",
                progress => FindingsAsync(work, names, progress, cancellation));
            foreach (var finding in findings)
            {
                Console.WriteLine(finding);
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{names.Length} invoices computed again: {findings.Count} differences."));
            return findings.Count == 0 ? ExitCodes.Ok : ExitCodes.Failed;
        }));
        return command;
    }

    private static async Task<string[]> AllAsync(InvoiceWork work, string? month, CancellationToken cancellation)
    {
        BillingMonth? chosen = month is null ? null : InvoiceWork.Month(month);
        return [.. (await work.Archive.ListAsync(chosen, chosen, cancellation)).Where(r => r.Kind == "invoice").Select(r => r.Number!)];
    }

    private static async Task<List<string>> FindingsAsync(
        InvoiceWork work, string[] names, IProgress<long>? progress, CancellationToken cancellation)
    {
        var (findings, years, done) = (new List<string>(), new SortedSet<int>(), 0);
        foreach (var name in names)
        {
            var found = await work.FindAsync(name, cancellation);
            var issued = found.Issued ?? throw new OperationException(ExitCodes.Failed,
                $"{name} is a draft; there is nothing to prove yet.");
            findings.AddRange(await work.Verification.InvoiceAsync(issued, cancellation));
            years.Add(issued.Document.IssuedOn!.Value.Year);
            progress?.Report(++done);
        }

        foreach (var year in years)
        {
            findings.AddRange(await work.Verification.NumbersAsync(year, cancellation));
        }

        return findings;
    }
}
