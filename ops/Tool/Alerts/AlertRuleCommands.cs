using System.CommandLine;
using Spectre.Console;
using TicketFlow.Delivery;
using TicketFlow.Delivery.AlertRules;
using TicketFlow.EventStore;
using TicketFlow.Ops.Access;
using TicketFlow.PrinterMonitor.Alerts.Rules;

namespace TicketFlow.Ops.Alerts;

/// <summary><c>alert rule add | remove | list | test</c>.</summary>
internal static class AlertRuleCommands
{
    public static Command Create()
    {
        var command = new Command("rule", "The rules by which people are told.");
        command.Subcommands.Add(AlertRuleAdd.Create());
        command.Subcommands.Add(Remove());
        command.Subcommands.Add(List());
        command.Subcommands.Add(AlertRuleTest.Create());
        return command;
    }

    public static async Task<AlertRuleBook> BookAsync(DocumentStore store, CancellationToken cancellation) =>
        await store.LightweightSession().Events.AggregateStreamAsync<AlertRuleBook>(AlertRuleEventTypes.Stream, cancellation: cancellation)
        ?? AlertRuleBook.Empty;

    /// <summary>Records the fact when it changes something, and wakes the monitors. True when it did.</summary>
    public static async Task<bool> RecordAsync(
        DocumentStore store, Func<AlertRuleBook, AlertRuleEvent?> decide, CancellationToken cancellation)
    {
        var session = store.LightweightSession();
        session.SetHeader("actor", "operator:" + Environment.UserName);
        var stream = await session.Events.FetchForWriting<AlertRuleBook>(AlertRuleEventTypes.Stream, cancellation);
        if (decide(stream.Aggregate ?? AlertRuleBook.Empty) is not { } fact)
        {
            return false;
        }

        stream.AppendOne(fact);
        await session.SaveChangesAsync(cancellation);
        await using var wake = store.DataSource.CreateCommand($"select pg_notify('{AlertRuleEventTypes.Channel}', '')");
        await wake.ExecuteNonQueryAsync(cancellation);
        return true;
    }

    /// <summary>A receiver as it is shown: a web address may carry a secret in its path.</summary>
    public static string Receiver(string text) =>
        AddressRules.IsWeb(text) ? new Uri(text).GetLeftPart(UriPartial.Authority) + "/…" : text;

    private static Command Remove()
    {
        var name = new Argument<string>("NAME") { Description = "The rule's name." };
        var command = new Command("remove",
            "Removes a rule; what it has told already stays told.\n\nExample: ticketflow-ops alert rule remove paper") { name };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            async (store, token) =>
            {
                var rule = parse.GetRequiredValue(name);
                if (!await RecordAsync(store, book => book.Find(rule) is null ? null : new AlertRuleRemoved(rule), token))
                {
                    throw new OperationException(ExitCodes.NotFound,
                        $"There is no rule '{rule}'. 'ticketflow-ops alert rule list' shows them.");
                }

                Console.WriteLine($"{rule}: removed.");
                return ExitCodes.Ok;
            },
            cancellation));
        return command;
    }

    private static Command List()
    {
        var json = new Option<bool>("--json") { Description = "One JSON object per line." };
        var command = new Command("list", "Lists the rules.\n\nExample: ticketflow-ops alert rule list") { json };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            async (store, token) =>
            {
                var table = PolicyCommand.NewTable("rule", "causes", "printers", "sites", "to", "after", "quiet", "escalation");
                foreach (var rule in (await BookAsync(store, token)).Rules.Values)
                {
                    if (parse.GetValue(json))
                    {
                        PolicyCommand.WriteJson(rule);
                    }

                    table.AddRow([.. Cells(rule).Select(Markup.Escape)]);
                }

                return PolicyCommand.Finish(table, parse.GetValue(json),
                    "There are no rules: nobody is told. 'ticketflow-ops alert rule add --help' shows how.");
            },
            cancellation));
        return command;
    }

    private static string[] Cells(AlertRule rule) =>
    [
        rule.Name, Any(rule.Causes), Any(rule.Printers), Any(rule.Sites), string.Join(", ", rule.Receivers.Select(Receiver)),
            $"{rule.After:g}",
        rule.Quiet is { } q ? $"{(q.From == q.To ? "" : $"{q.From:HH:mm}-{q.To:HH:mm} ")}{string.Join(',', q.Days)} {q.Zone}" : "",
        rule.Escalation is { } e ? $"{e.After:g}: {string.Join(", ", e.Receivers.Select(Receiver))}" : "",
    ];

    private static string Any(IReadOnlyList<string> patterns) => patterns.Count == 0 ? "any" : string.Join(", ", patterns);
}
