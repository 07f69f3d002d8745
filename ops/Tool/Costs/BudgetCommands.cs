using System.CommandLine;
using System.Globalization;
using TicketFlow.Pricing;
using TicketFlow.TicketServer.Budgets;

namespace TicketFlow.Ops.Costs;

/// <summary><c>budget set | remove | grant | list | show</c>.</summary>
internal static class BudgetCommands
{
    public static Command Create() => new("budget", "How much users, departments and cost centres may print in a month (docs/costs.md).")
    {
        Set(), Remove(), Grant(), List(), Show(),
    };

    private static Argument<string> Subject() => new("SUBJECT")
    {
        Description = "user:DOMAIN\\name, department:NAME or cost-centre:NAME; * for the name: all that have none of their own.",
    };

    private static Option<string> Unit() => new("--unit")
    {
        Description = "pages, or a currency like EUR (then a tariff in that currency says what a job costs).",
        DefaultValueFactory = _ => BudgetBook.Pages,
    };

    private static Option<bool> Json() => new("--json") { Description = "One JSON object per line." };

    private static Command Set()
    {
        var (subject, amount, unit) = (Subject(), new Argument<decimal>("AMOUNT") { Description = "In each month." }, Unit());
        var mode = new Option<string>("--mode")
        {
            Description = "What happens to a job that costs more than is left: warn, hold or refuse.",
            DefaultValueFactory = _ => BudgetModes.Warn,
        };
        mode.AcceptOnlyFromAmong([.. BudgetModes.All]);
        var zone = new Option<string>("--zone")
        {
            Description = "Months begin by its clock.",
            DefaultValueFactory = _ => TimeZoneInfo.Local.Id,
        };
        var warn = new Option<int>("--warn")
        {
            Description = "Percent from which on users are told what is left.",
            DefaultValueFactory = _ => 80,
        };
        var unknown = new Option<int>("--unknown-pages")
        {
            Description = "As how many pages a job counts whose pages are unknown.",
            DefaultValueFactory = _ => 1,
        };
        var contact = new Option<string?>("--contact") { Description = "Whom users are told to ask; default: the helpdesk." };
        var command = new Command("set", """
            Sets a monthly budget, or changes it. Running servers know it at once; what is used already counts.

            Exit codes: 0 set, 1 it cannot be a budget, 4 database out of reach.
            Examples:
              ticketflow-ops budget set 'user:*' 200 --mode hold
              ticketflow-ops budget set cost-centre:4711 1500 --unit EUR --mode refuse --zone Europe/Berlin --contact "Mrs Pense, 2211"
            """) { subject, amount, unit, mode, zone, warn, unknown, contact };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => BudgetWork.RecordAsync(
                store,
                new BudgetSet(
                    Known(parse.GetRequiredValue(subject)), Unit(parse.GetRequiredValue(unit)), Amount(parse.GetRequiredValue(amount)),
                    parse.GetRequiredValue(mode), Zone(parse.GetRequiredValue(zone)), Within(parse.GetValue(warn), 1, 100, "--warn"),
                    Within(parse.GetValue(unknown), 0, 100_000, "--unknown-pages"), parse.GetValue(contact)),
                token),
            cancellation));
        return command;
    }

    private static Command Remove()
    {
        var (subject, unit) = (Subject(), Unit());
        var command = new Command("remove", """
            Removes a budget: from now on it stops nobody, and jobs that it holds go. What was used stays recorded, and counts again when it is
            set again.

            Exit codes: 0 removed, 3 there is none, 4 database out of reach.
            Example: ticketflow-ops budget remove 'user:*'
            """) { subject, unit };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => BudgetWork.RemoveAsync(
                store, new BudgetRemoved(Known(parse.GetRequiredValue(subject)), Unit(parse.GetRequiredValue(unit))), token),
            cancellation));
        return command;
    }

    private static Command Grant()
    {
        var (subject, amount, unit) = (
            Subject(), new Argument<decimal>("AMOUNT") { Description = "More in this month; negative: less (after --)." }, Unit());
        var month = new Option<string?>("--month") { Description = "Like 2026-11; default: this one." };
        var text = new Option<string?>("--text") { Description = "For the record." };
        var command = new Command("grant", """
            Gives something beside the budget in one month. Held jobs for which it is enough go by themselves then.

            Exit codes: 0 granted, 1 it cannot be granted, 3 there is no such budget, 4 database out of reach.
            Example: ticketflow-ops budget grant 'user:CORP\anna' 100 --text thesis
            """) { subject, amount, unit, month, text };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => BudgetWork.GrantAsync(
                store, Known(parse.GetRequiredValue(subject)), Unit(parse.GetRequiredValue(unit)), parse.GetRequiredValue(amount),
                Month(parse.GetValue(month)), parse.GetValue(text), token),
            cancellation));
        return command;
    }

    private static Command List()
    {
        var json = Json();
        var command = new Command("list", "Lists all budgets.\n\nExample: ticketflow-ops budget list") { json };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => BudgetWork.ListAsync(store, parse.GetValue(json), token), cancellation));
        return command;
    }

    private static Command Show()
    {
        var (subject, month, json) = (Subject(), new Option<string?>("--month") { Description = "Like 2026-11; default: all." }, Json());
        var command = new Command("show", """
            Shows what is used of a budget, month by month; for user:* the accounts of all users.

            Exit codes: 0 shown, 1 no such subject, 4 database out of reach.
            Example: ticketflow-ops budget show 'user:*' --month 2026-11
            """) { subject, month, json };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => BudgetWork.ShowAsync(
                store, Known(parse.GetRequiredValue(subject)), Month(parse.GetValue(month)), parse.GetValue(json), token),
            cancellation));
        return command;
    }

    private static string Known(string text) => BudgetSubjects.Parse(text) ?? throw new OperationException(
        ExitCodes.Failed, $"'{text}' has no budget: write user:DOMAIN\\name, department:NAME or cost-centre:NAME, or * for the name.");

    private static string Unit(string text) => text == BudgetBook.Pages || Currencies.IsKnown(text)
        ? text
        : throw new OperationException(ExitCodes.Failed, $"'{text}' is no unit: write pages, or a currency of ISO 4217 like EUR.");

    private static decimal Amount(decimal amount) => amount is >= 0 and <= 1_000_000_000
        ? amount
        : throw new OperationException(ExitCodes.Failed, "A budget is between 0 and 1000000000.");

    private static string Zone(string text) => TimeZoneInfo.TryFindSystemTimeZoneById(text, out _)
        ? text
        : throw new OperationException(ExitCodes.Failed, $"'{text}' is no time zone of this machine; write for example Europe/Berlin.");

    private static int Within(int number, int least, int most, string option) => number >= least && number <= most
        ? number
        : throw new OperationException(
            ExitCodes.Failed, string.Create(CultureInfo.InvariantCulture, $"{option} must be between {least} and {most}."));

    private static string? Month(string? text) =>
        text is null || DateTime.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? text
            : throw new OperationException(ExitCodes.Failed, $"'{text}' is no month: write for example 2026-11.");
}
