using System.CommandLine;
using System.Globalization;
using TicketFlow.Delivery.AlertRules;
using TicketFlow.PrinterMonitor.Alerts.Rules;

namespace TicketFlow.Ops.Alerts;

/// <summary><c>alert rule add</c>.</summary>
internal static class AlertRuleAdd
{
    private static readonly Argument<string> Name = new("NAME") { Description = "a-z, 0-9 and '-'. A rule of that name is replaced." };
    private static readonly Option<string[]> Causes = Many("--cause", "Patterns of causes, for example 'media-*'. Default: any.");
    private static readonly Option<string[]> Printers = Many("--printer", "Patterns of printers' names. Default: any.");
    private static readonly Option<string[]> Sites =
        Many("--site", "Patterns of sites: the location up to ',' or '/', else the network 192.0.2.0/24. Default: any.");
    private static readonly Option<string[]> To = Many("--to", "Mail addresses and web addresses.");
    private static readonly Option<string> After = new("--after")
    {
        Description = "How long trouble must last, for example 90s, 5m, 2h.",
        DefaultValueFactory = _ => "1m",
    };
    private static readonly Option<string?> Quiet = new("--quiet")
    {
        Description = "Hours at which nobody is told, for example 18:00-07:00.",
    };
    private static readonly Option<DayOfWeek[]> QuietDays = new("--quiet-day")
    {
        Description = "Whole days, for example sunday.",
        AllowMultipleArgumentsPerToken = true,
    };
    private static readonly Option<string> Zone = new("--zone")
    {
        Description = "Time zone of the quiet hours, for example Europe/Berlin.",
        DefaultValueFactory = _ => TimeZoneInfo.Local.Id,
    };
    private static readonly Option<string?> EscalateAfter = new("--escalate-after")
    {
        Description = "When nobody has cared by then, others are told too.",
    };
    private static readonly Option<string[]> EscalateTo = Many("--escalate-to", "The others.");
    private static readonly Option<bool> NoEnd = new("--no-end") { Description = "Does not tell when trouble is over." };

    public static Command Create()
    {
        var command = new Command("add", $"""
            Adds a rule: who is told of which trouble at which printers. Trouble at one site goes into one letter.

            Causes: {string.Join(", ", AlertRuleCheck.KnownCauses)}.

            Examples:
              ticketflow-ops alert rule add paper --cause 'media-empty' 'media-low' --site Berlin --to paper@example.org
              ticketflow-ops alert rule add toner --cause 'toner-*' --to purchasing@example.org --after 2h --no-end
              ticketflow-ops alert rule add jams --cause media-jam door-open --to https://hooks.example.org/helpdesk \
                --quiet 18:00-07:00 --quiet-day saturday sunday --zone Europe/Berlin --escalate-after 30m --escalate-to boss@example.org
            Exit codes: 0 added or as it was, 1 the rule cannot be used, 4 database out of reach.
            """)
        {
            Name, Causes, Printers, Sites, To, After, Quiet, QuietDays, Zone, EscalateAfter, EscalateTo, NoEnd,
        };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            async (store, token) =>
            {
                var rule = RuleOf(parse);
                var wrong = AlertRuleCheck.Wrong(rule);
                if (wrong.Count > 0)
                {
                    throw new OperationException(ExitCodes.Failed, string.Join(Environment.NewLine, wrong));
                }

                var isNew = await AlertRuleCommands.RecordAsync(
                    store, book => book.Find(rule.Name) is { } old && IsSame(old, rule) ? null : new AlertRuleSaved(rule), token);
                Console.WriteLine(isNew ? $"{rule.Name}: added. 'ticketflow-ops alert rule test {rule.Name}' sends a letter."
                    : $"{rule.Name}: nothing to change.");
                return ExitCodes.Ok;
            },
            cancellation));
        return command;
    }

    /// <summary>A time as operators write it: 90s, 5m, 2h, 1d.</summary>
    internal static TimeSpan Duration(string text)
    {
        var unit = text.Length > 1 ? text[^1] : ' ';
        if (double.TryParse(text.AsSpan(0, Math.Max(0, text.Length - 1)), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out var number)
            && number <= 1_000_000)
        {
            switch (unit)
            {
                case 's':
                    return TimeSpan.FromSeconds(number);
                case 'm':
                    return TimeSpan.FromMinutes(number);
                case 'h':
                    return TimeSpan.FromHours(number);
                case 'd':
                    return TimeSpan.FromDays(number);
                default:
                    break;
            }
        }

        throw new OperationException(ExitCodes.Failed, $"'{text}' is no time: write for example 90s, 5m, 2h or 1d.");
    }

    private static AlertRule RuleOf(ParseResult parse) => new(
        parse.GetRequiredValue(Name), parse.GetValue(Causes) ?? [], parse.GetValue(Printers) ?? [], parse.GetValue(Sites) ?? [],
        parse.GetValue(To) ?? [])
    {
        After = Duration(parse.GetValue(After)!),
        Quiet = QuietOf(parse.GetValue(Quiet), parse.GetValue(QuietDays) ?? [], parse.GetValue(Zone)!),
        Escalation = parse.GetValue(EscalateAfter) is { } time || parse.GetValue(EscalateTo) is { Length: > 0 }
            ? new Escalation(Duration(parse.GetValue(EscalateAfter) ?? "30m"), parse.GetValue(EscalateTo) ?? [])
            : null,
        TellsEnd = !parse.GetValue(NoEnd),
    };

    private static QuietHours? QuietOf(string? hours, IReadOnlyList<DayOfWeek> days, string zone)
    {
        if (hours is null)
        {
            return days.Count == 0 ? null : new QuietHours(default, default, zone, days);
        }

        var parts = hours.Split('-');
        return parts.Length == 2
            && TimeOnly.TryParseExact(parts[0], "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)
            && TimeOnly.TryParseExact(parts[1], "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var to)
            && from != to
            ? new QuietHours(from, to, zone, days)
            : throw new OperationException(ExitCodes.Failed, $"'{hours}' are no quiet hours: write for example 18:00-07:00.");
    }

    /// <summary>Records with lists compare by reference; what is stored decides.</summary>
    private static bool IsSame(AlertRule a, AlertRule b) =>
        System.Text.Json.JsonSerializer.Serialize(a) == System.Text.Json.JsonSerializer.Serialize(b);

    private static Option<string[]> Many(string name, string description) =>
        new(name) { Description = description, AllowMultipleArgumentsPerToken = true };
}
