using System.CommandLine;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Spectre.Console;
using TicketFlow.EventStore;
using TicketFlow.Ops.Access;
using TicketFlow.Ops.Fleet;

namespace TicketFlow.Ops.Alerts;

/// <summary><c>alert list | ack | letters | rule …</c>: who is told of trouble, and who looks after it.</summary>
internal static class AlertCommands
{
    private const string Open = """
        select i.resource, i.cause, i.site, i.opened_at, coalesce(i.acknowledged_by, ''),
          coalesce((select string_agg(n.rule || ' ' || lower(n.phase) || case when n.escalated then ', escalated' else '' end, '; ' order by n.rule)
                    from monitor.alert_notice n where n.incident = i.id), '')
        from monitor.alert_incident i where i.cleared_at is null and ($1::text is null or i.resource = $1) order by i.opened_at, i.resource, i.cause
        """;

    private const string Acknowledge = """
        update monitor.alert_incident set acknowledged_by = $3, acknowledged_at = now()
        where resource = $1 and ($2::text is null or cause = $2) and cleared_at is null and acknowledged_by is null
        """;

    private const string Letters = """
        select at, receiver, kind, subject, state, tries, coalesce(error, '') from monitor.alert_letter
        where not $1 or state <> 'sent' order by at desc limit $2
        """;

    public static Command Create()
    {
        var command = new Command("alert", "Who is told of printers' trouble, what trouble there is, and who looks after it.");
        command.Subcommands.Add(AlertRuleCommands.Create());
        command.Subcommands.Add(List());
        command.Subcommands.Add(Ack());
        command.Subcommands.Add(LetterList());
        return command;
    }

    private static Command List()
    {
        var printer = new Argument<string?>("PRINTER") { Description = "Only this printer's.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "One JSON object per line." };
        var command = new Command("list",
            "Lists the trouble there is, oldest first, and how far each rule is with it.\n\nExample: ticketflow-ops alert list")
        {
            printer, json,
        };
        command.SetAction((parse, cancellation) => WithAlertsAsync(
            async (store, token) =>
            {
                await using var query = Command(store, Open, (parse.GetValue(printer)?.ToLowerInvariant(), NpgsqlDbType.Text));
                await using var row = await query.ExecuteReaderAsync(token);
                var table = PolicyCommand.NewTable("printer", "cause", "site", "since (UTC)", "acknowledged by", "rules");
                while (await row.ReadAsync(token))
                {
                    var since = row.GetDateTime(3);
                    if (parse.GetValue(json))
                    {
                        PolicyCommand.WriteJson(new
                        {
                            printer = row.GetString(0),
                            cause = row.GetString(1),
                            site = row.GetString(2),
                            since,
                            acknowledgedBy = row.GetString(4),
                            rules = row.GetString(5),
                        });
                    }

                    table.AddRow(
                        Markup.Escape(row.GetString(0)), row.GetString(1), Markup.Escape(row.GetString(2)), Moment(since),
                            Markup.Escape(row.GetString(4)),
                        row.GetString(5));
                }

                return PolicyCommand.Finish(table, parse.GetValue(json), "No printer is in trouble.");
            },
            cancellation));
        return command;
    }

    private static Command Ack()
    {
        var printer = new Argument<string>("PRINTER") { Description = "The printer." };
        var cause = new Option<string?>("--cause") { Description = "Only this cause." };
        var command = new Command(
            "ack", "Says that somebody looks after a printer's trouble: nobody else is called in. Its end is told all the same.\n\nExample: ticketflow-ops alert ack hall-2")
        {
            printer, cause,
        };
        command.SetAction((parse, cancellation) => WithAlertsAsync(
            async (store, token) =>
            {
                var name = parse.GetRequiredValue(printer).ToLowerInvariant();
                await using var update = Command(
                    store, Acknowledge, (name, NpgsqlDbType.Text), (parse.GetValue(cause), NpgsqlDbType.Text),
                        (Environment.UserName, NpgsqlDbType.Text));
                var count = await update.ExecuteNonQueryAsync(token);
                Console.WriteLine(count > 0 ? $"{name}: acknowledged ({count})." : $"{name}: nothing to acknowledge.");
                return ExitCodes.Ok;
            },
            cancellation));
        return command;
    }

    private static Command LetterList()
    {
        var failed = new Option<bool>("--undelivered") { Description = "Only those that have not arrived." };
        var most = new Option<int>("--most") { Description = "How many at most, the newest.", DefaultValueFactory = _ => 50 };
        var command = new Command("letters",
            "Lists what was sent to whom, newest first.\n\nExample: ticketflow-ops alert letters --undelivered") { failed, most };
        command.SetAction((parse, cancellation) => WithAlertsAsync(
            async (store, token) =>
            {
                await using var query = Command(store, Letters, (parse.GetValue(failed), NpgsqlDbType.Boolean),
                    (parse.GetValue(most), NpgsqlDbType.Integer));
                await using var row = await query.ExecuteReaderAsync(token);
                var table = PolicyCommand.NewTable("at (UTC)", "to", "kind", "subject", "state", "tries", "why not");
                while (await row.ReadAsync(token))
                {
                    table.AddRow(
                        Moment(row.GetDateTime(0)), Markup.Escape(AlertRuleCommands.Receiver(row.GetString(1))), row.GetString(2),
                            Markup.Escape(row.GetString(3)),
                        row.GetString(4), row.GetInt32(5).ToString(CultureInfo.InvariantCulture), Markup.Escape(row.GetString(6)));
                }

                return PolicyCommand.Finish(table, json: false, "There are no such letters.");
            },
            cancellation));
        return command;
    }

    internal static Task<int> WithAlertsAsync(Func<DocumentStore, CancellationToken, Task<int>> work, CancellationToken cancellation) =>
        Operation.WithStoreAsync(
            async (store, token) =>
            {
                await MonitorTables.DemandAsync(store.DataSource, "monitor.alert_incident", token);
                return await work(store, token);
            },
            cancellation);

    private static NpgsqlCommand Command(DocumentStore store, string sql, params (object? Value, NpgsqlDbType Type)[] parameters)
    {
        var command = store.DataSource.CreateCommand(sql);
        foreach (var (value, type) in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        }

        return command;
    }

    private static string Moment(DateTime at) => at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
