using System.CommandLine;
using Spectre.Console;
using TicketFlow.EventStore;
using TicketFlow.TicketServer.Access;

namespace TicketFlow.Ops.Access;

/// <summary><c>access show | allow | deny | forget | history | undo</c>: who may use a printer (M-2).</summary>
internal static class AccessCommands
{
    private const string Rule =
        "A deny wins over every allow. A printer with an allow list is for those on it only; for one without, the server's "
        + "default holds (Access:Default).";

    public static Command Create()
    {
        var command = new Command("access", "Who may use a printer. " + Rule);
        command.Subcommands.Add(Show());
        command.Subcommands.Add(Change(
            "allow", "Lets users or groups use the printer.", @"allow hall-2 EXAMPLE\ana group:staff",
            (p, who) => new AccessAllowed(p, who),
            mustExist: true));
        command.Subcommands.Add(Change(
            "deny", "Keeps users or groups from the printer.", "deny hall-2 group:guests", (p, who) => new AccessDenied(p, who),
            mustExist: true));
        command.Subcommands.Add(Change(
            "forget", "Removes the rules for users or groups.", "forget hall-2 group:guests", (p, who) => new AccessForgotten(p, who),
            mustExist: false));
        command.Subcommands.Add(History());
        command.Subcommands.Add(Undo());
        return command;
    }

    private static Argument<string> Subject() => new("WHAT")
    {
        Description = "A printer, group:NAME, 'clients' (client versions) or 'drivers'. For a printer of such a name write printer:NAME.",
    };

    private static Command Change(string verb, string description, string example, Func<string, string, AccessEvent> fact, bool mustExist)
    {
        var printer = new Argument<string>("PRINTER") { Description = "The printer." };
        var who = new Argument<string[]>("WHO")
        {
            Description = "DOMAIN\\user, group:NAME or everybody; several are one change.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command(verb, $"{description}\n\nExample: ticketflow-ops access {example}") { printer, who };
        command.SetAction((parse, cancellation) => Operation.GuardAsync(() =>
        {
            var name = parse.GetRequiredValue(printer).ToLowerInvariant();
            AccessEvent[] facts = [.. parse.GetRequiredValue(who).Select(w => fact(name, PolicyCommand.Who(w)))];
            return ChangeAsync(name, facts, mustExist, cancellation);
        }));
        return command;
    }

    private static async Task<int> ChangeAsync(string printer, AccessEvent[] facts, bool mustExist, CancellationToken cancellation)
    {
        if (mustExist)
        {
            var isThere = await Operation.WithStoreAsync((store, token) => ExistsAsync(store, printer, token), cancellation);
            if (isThere != ExitCodes.Ok)
            {
                return isThere;
            }
        }

        return await PolicyCommand.ChangeAsync(PolicySubjects.Resource(printer), facts, cancellation);
    }

    private static async Task<int> ExistsAsync(DocumentStore store, string printer, CancellationToken cancellation)
    {
        await using var command = store.DataSource.CreateCommand("select 1 from queue_resource where name = $1");
        command.Parameters.Add(new() { Value = printer });
        return await command.ExecuteScalarAsync(cancellation) is not null
            ? ExitCodes.Ok
            : throw new OperationException(
                ExitCodes.NotFound, $"There is no printer '{printer}'. 'ticketflow-ops printer list' shows them.");
    }

    private static Command Show()
    {
        var printer = new Argument<string>("PRINTER") { Description = "The printer." };
        var json = new Option<bool>("--json") { Description = "One JSON object per rule." };
        var command = new Command("show", "Shows the printer's lists.\n\nExample: ticketflow-ops access show hall-2") { printer, json };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => ShowAsync(store, parse.GetRequiredValue(printer), parse.GetValue(json), token), cancellation));
        return command;
    }

    private static async Task<int> ShowAsync(DocumentStore store, string printer, bool json, CancellationToken cancellation)
    {
        var state = await PolicyCommand.StateAsync(store, PolicySubjects.Resource(printer), cancellation);
        var table = PolicyCommand.NewTable("rule", "who");
        var rules = state.Entries.OrderByDescending(e => e.Value, StringComparer.Ordinal).ThenBy(e => e.Key, StringComparer.Ordinal);
        foreach (var (who, verdict) in rules)
        {
            if (json)
            {
                PolicyCommand.WriteJson(new { printer = printer.ToLowerInvariant(), rule = verdict, who });
            }

            table.AddRow(verdict, Markup.Escape(who));
        }

        return PolicyCommand.Finish(table, json, $"{printer}: no lists; the server's default holds (Access:Default).");
    }

    private static Command History()
    {
        var subject = Subject();
        var json = new Option<bool>("--json") { Description = "One JSON object per event." };
        var command = new Command(
            "history", "Shows every change, with time and actor.\n\nExample: ticketflow-ops access history group:staff")
        {
            subject, json,
        };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => PolicyCommand.HistoryAsync(store, KeyOf(parse.GetRequiredValue(subject)), parse.GetValue(json), token),
            cancellation));
        return command;
    }

    private static Command Undo()
    {
        var subject = Subject();
        var command = new Command(
            "undo", "Takes the last change back; a second time brings it again.\n\nExample: ticketflow-ops access undo hall-2")
        {
            subject,
        };
        command.SetAction((parse, cancellation) => PolicyCommand.UndoAsync(KeyOf(parse.GetRequiredValue(subject)), cancellation));
        return command;
    }

    private static string KeyOf(string subject) => subject.ToLowerInvariant() switch
    {
        "clients" => PolicySubjects.Clients,
        "drivers" => PolicySubjects.Drivers,
        ['g', 'r', 'o', 'u', 'p', ':', .. var group] => PolicySubjects.Group(group),
        ['p', 'r', 'i', 'n', 't', 'e', 'r', ':', .. var printer] => PolicySubjects.Resource(printer),
        var printer => PolicySubjects.Resource(printer),
    };
}
