using System.CommandLine;
using System.Globalization;
using Npgsql;
using Spectre.Console;
using TicketFlow.EventStore;
using TicketFlow.Reporting.Api.Callers;

namespace TicketFlow.Ops.Finance;

/// <summary><c>token create | list | revoke</c>: who may ask the finance API.</summary>
internal static class TokenCommands
{
    private const int LongestName = 100;
    private const int LongestLife = 3_650;

    public static Command Create()
    {
        var command = new Command("token", "Tokens of the finance API. Only a hash is kept: a lost token is revoked and made anew.");
        command.Subcommands.Add(New());
        command.Subcommands.Add(List());
        command.Subcommands.Add(Revoke());
        return command;
    }

    private static Command New()
    {
        var (name, role, days) = (
            new Argument<string>("NAME") { Description = "Whose it is, for example excel-of-anna." },
            new Option<string>("--role")
            {
                Description = "read: statistics, jobs, organisation, tariffs; finance: also charges, invoices and imports.",
                DefaultValueFactory = _ => ApiRoles.Read,
            },
            new Option<int?>("--days") { Description = "It is good for so many days; default: until it is revoked." });
        role.AcceptOnlyFromAmong([.. ApiRoles.All]);
        var command = new Command(
            "create",
            """
            Makes a token and shows it, this once.

            Examples:
              ticketflow-ops token create excel-of-anna --days 365
              ticketflow-ops token create erp --role finance > erp.token
            """)
        {
            name, role, days,
        };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => NewAsync(
                store, Named(parse.GetRequiredValue(name)), parse.GetRequiredValue(role), Life(parse.GetValue(days)), token),
            cancellation));
        return command;
    }

    private static Command List()
    {
        var json = new Option<bool>("--json") { Description = "One JSON object per line." };
        var command = new Command("list", "Lists the tokens, never themselves.\n\nExample: ticketflow-ops token list") { json };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => ListAsync(store, parse.GetValue(json), token), cancellation));
        return command;
    }

    private static Command Revoke()
    {
        var name = new Argument<string>("NAME") { Description = "Its name or id." };
        var command = new Command("revoke", "Makes a token worthless at once.\n\nExample: ticketflow-ops token revoke erp") { name };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => RevokeAsync(store, parse.GetRequiredValue(name), token), cancellation));
        return command;
    }

    private static async Task<int> NewAsync(DocumentStore store, string name, string role, TimeSpan? life, CancellationToken cancellation)
    {
        var by = "operator:" + Environment.UserName;
        var made = await AskAsync(() => new CallerRegister(store.DataSource).CreateAsync(name, role, by, life, cancellation))
            ?? throw new OperationException(
                ExitCodes.Failed, $"There is a token '{name}' already. Revoke it first (ticketflow-ops token revoke {name}), "
                + "or take another name.");
        await Console.Error.WriteLineAsync($"The token of {name} ({role}); it is not shown again:".AsMemory(), cancellation);
        Console.WriteLine(made);
        return ExitCodes.Ok;
    }

    private static async Task<int> ListAsync(DocumentStore store, bool json, CancellationToken cancellation)
    {
        var callers = await AskAsync(() => new CallerRegister(store.DataSource).ListAsync(cancellation));
        if (json)
        {
            foreach (var caller in callers)
            {
                Console.WriteLine(System.Text.Json.JsonSerializer.Serialize(caller, Operation.Json));
            }

            return ExitCodes.Ok;
        }

        var table = new Table().Border(TableBorder.Minimal).AddColumns("id", "name", "role", "made", "by", "good until");
        foreach (var caller in callers)
        {
            table.AddRow(
                caller.Id, Markup.Escape(caller.Name), caller.Role, Day(caller.CreatedAt), Markup.Escape(caller.CreatedBy),
                caller.RevokedAt is { } revoked ? $"revoked {Day(revoked)}" : caller.ExpiresAt is { } end ? Day(end) : "it is revoked");
        }

        AnsiConsole.Write(table);
        return ExitCodes.Ok;
    }

    private static async Task<int> RevokeAsync(DocumentStore store, string name, CancellationToken cancellation)
    {
        if (!await AskAsync(() => new CallerRegister(store.DataSource).RevokeAsync(name, cancellation)))
        {
            throw new OperationException(ExitCodes.NotFound, $"There is no good token '{name}'; ticketflow-ops token list shows them.");
        }

        Console.WriteLine($"The token {name} is worthless now.");
        return ExitCodes.Ok;
    }

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new OperationException(
                ExitCodes.Unreachable,
                "The finance API's tables are not there. The reporting service makes them when it first starts: start it.");
        }
    }

    private static string Named(string name) => name.Length is > 0 and <= LongestName && !name.Any(char.IsControl)
        ? name : throw new OperationException(
            ExitCodes.Failed, $"The name must have 1 to {LongestName} characters, none of them a control character.");

    private static TimeSpan? Life(int? days) => days is null or (>= 1 and <= LongestLife)
        ? days is { } some ? TimeSpan.FromDays(some) : null
        : throw new OperationException(ExitCodes.Failed, $"--days is {days}; it must be between 1 and {LongestLife}.");

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
