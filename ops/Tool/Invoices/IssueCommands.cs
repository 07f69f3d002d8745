using System.CommandLine;
using System.Globalization;
using TicketFlow.Reporting.Invoices;

namespace TicketFlow.Ops.Invoices;

/// <summary><c>invoice issue | withdraw | credit</c>.</summary>
internal static class IssueCommands
{
    private const string IssueHelp = """
        Issues drafts of a month that is over: each gets the next number and never changes again. Without --yes it says what it would do.
        Stopped in the middle, it goes on when it is started again.

        Examples:
          ticketflow-ops invoice issue 2026-10-EUR-4711 --yes
          ticketflow-ops invoice issue --month 2026-10 --yes
        """;

    private static Argument<string[]> Ids =>
        new("ID") { Description = "Ids of drafts, as 'draft' and 'list' show them.", Arity = ArgumentArity.ZeroOrMore };

    public static Command Issue()
    {
        var (drafts, month, yes) =
            (Ids, MonthOption(), new Option<bool>("--yes") { Description = "Do it; it cannot be undone, only credited." });
        var command = new Command("issue", IssueHelp) { drafts, month, yes };
        command.SetAction((parse, cancellation) => InvoiceWork.RunAsync(async work =>
        {
            var chosen = await ChosenAsync(work, parse.GetValue(drafts) ?? [], parse.GetValue(month), cancellation);
            if (!parse.GetValue(yes))
            {
                var ids = string.Join(", ", chosen.Select(c => c.Id));
                Console.WriteLine($"This would issue {chosen.Count} drafts: {ids}. Add --yes to do it.");
                return ExitCodes.Failed;
            }

            return await IssueAsync(work, chosen, cancellation);
        }));
        return command;
    }

    public static Command Withdraw()
    {
        var (ids, month) = (Ids, MonthOption());
        var command = new Command("withdraw", "Takes drafts back.\n\nExample: ticketflow-ops invoice withdraw --month 2026-10")
        {
            ids, month,
        };
        command.SetAction((parse, cancellation) => InvoiceWork.RunAsync(async work =>
        {
            foreach (var found in await ChosenAsync(work, parse.GetValue(ids) ?? [], parse.GetValue(month), cancellation))
            {
                Console.WriteLine(await work.Desk.WithdrawAsync(found.Id, cancellation) ? $"{found.Id}: withdrawn."
                    : $"{found.Id}: there was no draft.");
            }

            return ExitCodes.Ok;
        }));
        return command;
    }

    public static Command Credit()
    {
        var (invoice, reason, yes) = (
            new Argument<string>("INVOICE") { Description = "Number or id." },
            new Option<string>("--reason") { Description = "Why; printed on the credit note.", Required = true },
            new Option<bool>("--yes") { Description = "Do it; it cannot be undone." });
        var command = new Command(
            "credit", "Takes an issued invoice back as a whole, by a credit note with a number of its own.\n\n"
            + "Example: ticketflow-ops invoice credit 2026-000017 --reason \"Wrong address\" --yes") { invoice, reason, yes };
        command.SetAction((parse, cancellation) => InvoiceWork.RunAsync(async work =>
        {
            var found = await work.FindAsync(parse.GetRequiredValue(invoice), cancellation);
            if (!parse.GetValue(yes))
            {
                Console.WriteLine($"This would credit {found.Issued?.Issued.Number ?? found.Id}. Add --yes to do it.");
                return ExitCodes.Failed;
            }

            var number = await work.Desk.CreditAsync(found.Id, parse.GetRequiredValue(reason), cancellation);
            Console.WriteLine($"Credited by {number}. The month can be drafted and issued again for this cost centre.");
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static async Task<int> IssueAsync(InvoiceWork work, IReadOnlyList<FoundInvoice> chosen, CancellationToken cancellation)
    {
        var refused = 0;
        foreach (var found in chosen)
        {
            try
            {
                var number = found.State is { Status: InvoiceStatus.Issued, Issued: [.., var last] } ? last.Issued.Number
                    : await work.Desk.IssueAsync(found.Id, found.State.Draft ?? throw InvoiceRefusedException.NotDrafted(), cancellation);
                Console.WriteLine($"{found.Id}: {number}");
            }
            catch (InvoiceRefusedException e)
            {
                refused++;
                await Console.Error.WriteLineAsync($"{found.Id}: {e.Message} ({e.Code})".AsMemory(), cancellation);
            }
        }

        return refused == 0 ? ExitCodes.Ok : throw new OperationException(
            ExitCodes.Failed, string.Create(CultureInfo.InvariantCulture, $"{refused} of {chosen.Count} were not issued."));
    }

    private static Option<string?> MonthOption() => new("--month") { Description = "All drafts of this month." };

    private static async Task<IReadOnlyList<FoundInvoice>> ChosenAsync(
        InvoiceWork work, string[] ids, string? month, CancellationToken cancellation)
    {
        var all = month is null ? ids : [.. ids, .. (await work.DraftsAsync(InvoiceWork.Month(month), cancellation)).Select(r => r.Id)];
        if (all.Length == 0)
        {
            throw new OperationException(
                ExitCodes.NotFound, month is null ? "Name drafts, or a month with --month."
                    : $"There is no draft of {month}. Make them with 'invoice draft {month}'.");
        }

        var found = new List<FoundInvoice>();
        foreach (var id in all.Distinct(StringComparer.Ordinal))
        {
            found.Add(await work.FindAsync(id, cancellation));
        }

        return found;
    }
}
