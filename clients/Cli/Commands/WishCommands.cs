using System.CommandLine;
using System.Text.Json;
using TicketFlow.Cli.Agents;
using TicketFlow.Cli.Output;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Cli.Commands;

/// <summary><c>ticketflow cancel | hold | yield | resend JOB</c> and <c>ticketflow move JOB PRINTER</c></summary>
internal static class WishCommands
{
    public static IEnumerable<Command> Create() =>
    [
        Wish("cancel", "Cancels a job, in any state; its document is deleted. Example: ticketflow cancel 3f9a"),
        Wish("hold", "Holds a waiting job back until you release it. Example: ticketflow hold 3f9a"),
        Wish("yield", "Lets all other jobs at the printer go before this one. Example: ticketflow yield 3f9a"),
        Wish("resend", """
            Sends an interrupted or failed job again, while its document is kept.
            Look at the printer first: pages that came out before come out twice. Example: ticketflow resend 3f9a
            """),
        Move(),
    ];

    /// <summary>Asks the agent and shows the job as it is then.</summary>
    public static void SetWishAction(this Command command, Argument<string> job, Func<ParseResult, (string Wish, string? Printer)> read) =>
        command.SetAgentAction(async (agent, parsed, cancellationToken) =>
        {
            var (wish, printer) = read(parsed);
            await AskAsync(agent, parsed, parsed.GetRequiredValue(job), wish, printer, cancellationToken);
            return ExitCodes.Ok;
        });

    /// <summary>Asks the agent and shows the job as it is then.</summary>
    public static async Task AskAsync(
        AgentClient agent, ParseResult parsed, string job, string wish, string? printer, CancellationToken cancellationToken)
    {
        var now = await agent.WishAsync(job, wish, printer, cancellationToken);
        Console.WriteLine(parsed.GetValue(RootCommands.Json)
            ? JsonSerializer.Serialize(now, LocalJson.Default.LocalJob)
            : Sentences.Of(now));
    }

    private static Command Wish(string name, string description)
    {
        var job = JobArgument.Create();
        var command = new Command(name, description) { job };
        command.SetWishAction(job, _ => (name, null));
        return command;
    }

    private static Command Move()
    {
        var job = JobArgument.Create();
        var printer = new Argument<string>("printer") { Description = "Where it shall go." };
        printer.CompletionSources.CompletePrinters();
        var command = new Command(
            "move", "Moves a job to another printer; it keeps its document and its id. Example: ticketflow move 3f9a floor-3")
        {
            job, printer,
        };
        command.SetWishAction(job, parsed => ("move", parsed.GetRequiredValue(printer)));
        return command;
    }
}
