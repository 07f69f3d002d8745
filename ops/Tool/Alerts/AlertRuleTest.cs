using System.CommandLine;
using Npgsql;
using TicketFlow.Delivery;
using TicketFlow.Delivery.AlertRules;
using TicketFlow.EventStore;
using TicketFlow.PrinterMonitor.Alerts;
using TicketFlow.PrinterMonitor.Alerts.Incidents;
using TicketFlow.PrinterMonitor.Alerts.Rules;

namespace TicketFlow.Ops.Alerts;

/// <summary><c>alert rule test</c>: says what rules would do, and sends a letter to see that it arrives.</summary>
internal static class AlertRuleTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    public static Command Create()
    {
        var name = new Argument<string?>("RULE") { Description = "The rule a letter is sent for.", Arity = ArgumentArity.ZeroOrOne };
        var printer = new Option<string?>("--printer") { Description = "Which rules are about this printer?" };
        var cause = new Option<string?>("--cause") { Description = "… with this cause." };
        var site = new Option<string?>("--site") { Description = "… at this site." };
        var command = new Command("test", """
            Sends a letter to all whom a rule names (those of its escalation too), and waits until it has arrived. With --printer and --cause: says
            which rules are about such trouble, and sends nothing.

            Examples:
              ticketflow-ops alert rule test paper
              ticketflow-ops alert rule test --printer hall-2 --cause media-empty --site Berlin
            Exit codes: 0 arrived, or some rule is about it; 1 not arrived, or no rule is; 3 no such rule; 4 database out of reach.
            """)
        {
            name, printer, cause, site,
        };
        command.SetAction((parse, cancellation) => AlertCommands.WithAlertsAsync(
            async (store, token) =>
            {
                var book = await AlertRuleCommands.BookAsync(store, token);
                return parse.GetValue(name) is { } rule
                    ? await SendAsync(store, book.Find(rule) ?? throw new OperationException(
                        ExitCodes.NotFound, $"There is no rule '{rule}'. 'ticketflow-ops alert rule list' shows them."), token)
                    : Explain(book, parse.GetValue(printer) ?? "", parse.GetValue(site) ?? "", parse.GetValue(cause));
            },
            cancellation));
        return command;
    }

    private static int Explain(AlertRuleBook book, string printer, string site, string? cause)
    {
        if (cause is null || !AlertRuleCheck.KnownCauses.Contains(cause, StringComparer.Ordinal))
        {
            throw new OperationException(
                ExitCodes.Failed,
                $"Which trouble? Name a rule, or give --printer and --cause, one of {string.Join(", ", AlertRuleCheck.KnownCauses)}.");
        }

        var rules = book.Covering(printer.ToLowerInvariant(), site, cause).ToList();
        foreach (var rule in rules)
        {
            var quiet = rule.Quiet?.EndAfter(TimeProvider.System.GetUtcNow()) is { } end
                ? $"; quiet now, until {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "";
            var people = string.Join(", ", rule.Receivers.Select(AlertRuleCommands.Receiver));
            Console.WriteLine($"{rule.Name}: tells {people} after {rule.After:g}{quiet}");
        }

        if (rules.Count == 0)
        {
            Console.WriteLine("No rule is about that: nobody would be told.");
        }

        return rules.Count > 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static async Task<int> SendAsync(DocumentStore store, AlertRule rule, CancellationToken cancellation)
    {
        var now = TimeProvider.System.GetUtcNow();
        var id = Guid.NewGuid();
        var text = $"This is a test of the alert rule '{rule.Name}', ordered by {Environment.UserName}. No printer is in trouble.";
        var letter = new Letter(id, now, LetterKinds.Test, $"Test of the alert rule '{rule.Name}'", text)
        {
            MessageName = $"{id:n}.{LetterKinds.Test}.{rule.Name}",
            Facts = [("Rule", rule.Name)],
            Json = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
                new { id, at = now, kind = LetterKinds.Test, rule = rule.Name, text }, Operation.Json),
        };
        await using (var connection = await store.DataSource.OpenConnectionAsync(cancellation))
        {
            await new AlertRows(connection, cancellation).PostAsync(letter, [.. rule.Receivers, .. rule.Escalation?.Receivers ?? []], now);
            await using var wake = new NpgsqlCommand($"select pg_notify('{AlertRuleEventTypes.Channel}', '')", connection);
            await wake.ExecuteNonQueryAsync(cancellation);
        }

        return await WaitAsync(store, id, cancellation);
    }

    private static async Task<int> WaitAsync(DocumentStore store, Guid id, CancellationToken cancellation)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(Look);
        List<(string Receiver, string State, string? Error)> states;
        do
        {
            states = await StatesAsync(store, id, cancellation);
        }
        while (states.Exists(s => s is { State: DeliveryStates.Open, Error: null })
            && TimeProvider.System.GetElapsedTime(started) < Patience
            && await timer.WaitForNextTickAsync(cancellation));
        foreach (var (receiver, state, error) in states)
        {
            Console.WriteLine($"{AlertRuleCommands.Receiver(receiver)}: " + (state, error) switch
            {
                (DeliveryStates.Sent, _) => "arrived.",
                (DeliveryStates.Open, null) => "nobody has sent it yet. Does a printer monitor run?",
                (DeliveryStates.Open, _) => $"not yet: {error}. It is tried again.",
                _ => $"not: {error}.",
            });
        }

        return states.TrueForAll(s => s.State == DeliveryStates.Sent) ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static async Task<List<(string Receiver, string State, string? Error)>> StatesAsync(
        DocumentStore store, Guid id, CancellationToken cancellation)
    {
        await using var command = store.DataSource.CreateCommand(
            "select receiver, state, coalesce(error, '') from monitor.alert_letter where id = $1 order by 1");
        command.Parameters.Add(new() { Value = id });
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var states = new List<(string, string, string?)>();
        while (await row.ReadAsync(cancellation))
        {
            states.Add((row.GetString(0), row.GetString(1), row.GetString(2) is { Length: > 0 } error ? error : null));
        }

        return states;
    }
}
