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

    private const string CreditHelp = """
        Takes an issued invoice back by a credit note with a number of its own: all that is left of it, some lines, or an amount. Never more than
        is left. The same lines or amount with the same reason again is the same credit note, not another one.

        Examples:
          ticketflow-ops invoice credit 2026-000017 --reason "Wrong address" --yes
          ticketflow-ops invoice credit 2026-000017 --line 4 --line 5=12.50 --reason "Plotter was out of order" --yes
          ticketflow-ops invoice credit 2026-000017 --amount 25.00 --reason "Goodwill" --yes
        """;

    public static Command Credit()
    {
        var (invoice, lines, amount, reason, yes) = (
            new Argument<string>("INVOICE") { Description = "Number or id." },
            new Option<string[]>("--line") { Description = "A line's position, or position=amount for a part of it; net." },
            new Option<string?>("--amount") { Description = "Net, taken from the lines in their order." },
            new Option<string>("--reason") { Description = "Why; printed on the credit note.", Required = true },
            new Option<bool>("--yes") { Description = "Do it; it cannot be undone." });
        var command = new Command("credit", CreditHelp) { invoice, lines, amount, reason, yes };
        command.SetAction((parse, cancellation) => InvoiceWork.RunAsync(async work =>
        {
            var found = await work.FindAsync(parse.GetRequiredValue(invoice), cancellation);
            decimal? net = parse.GetValue(amount) is { } text ? CreditWish.AmountOf(text) : null;
            var wish = parse.GetValue(lines) is not { Length: > 0 } && net is null ? null : CreditWish.Of(parse.GetValue(lines) ?? [], net);
            if (found.Issued is { Credited: { } done } gone)
            {
                // Another one may have been issued since: this one has been taken back, whatever became of the month.
                var by = wish is null ? done.Number : gone.NumberOf(wish, parse.GetRequiredValue(reason))
                    ?? throw InvoiceRefusedException.CreditExceeds($"{done.Number} left nothing of it that");
                Console.WriteLine($"Credited by {by} already.");
                return ExitCodes.Ok;
            }

            if (!parse.GetValue(yes))
            {
                var name = found.Issued?.Issued.Number ?? found.Id;
                Console.WriteLine($"This would credit {wish?.Text ?? "all"} of {name}. Add --yes to do it.");
                return ExitCodes.Failed;
            }

            var number = await work.Desk.CreditAsync(found.Id, parse.GetRequiredValue(reason), wish, cancellation);
            var after = await work.FindAsync(number, cancellation);
            Console.WriteLine(after.Issued!.Credited is null
                ? $"Credited in part by {number}."
                : $"Credited by {number}. The month can be drafted and issued again for this cost centre.");
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
