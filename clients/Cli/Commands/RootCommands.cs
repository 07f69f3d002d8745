using System.CommandLine;
using System.Text.Json;
using TicketFlow.Cli.Agents;
using TicketFlow.Cli.Output;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Cli.Commands;

/// <summary>The command line, and what every command shares.</summary>
internal static class RootCommands
{
    private const string Description = """
        Prints through the TicketFlow agent of this computer.

        Examples:
          ticketflow print report.pdf --printer floor-2
          pdftops report.pdf - | ticketflow print - --printer floor-2 --title report --no-wait
          ticketflow jobs
          ticketflow show 3f9a --json
          ticketflow answer 3f9a move floor-3
          ticketflow lease projector-1 --for 2h
          ticketflow watch
          ticketflow open
          ticketflow doctor

        Exit codes: 0 done, 1 the job failed, was interrupted or cancelled, 2 usage, 3 refused, 4 agent not reachable,
        5 ticket server silent, 6 --timeout passed and the job goes on, 130 stopped by Ctrl-C and the job goes on.
        """;

    public static readonly Option<string> Socket = new("--socket")
    {
        Description = "The agent's socket (TICKETFLOW_AGENT_SOCKET).",
        DefaultValueFactory = _ => AgentSocket.Default(),
        Recursive = true,
    };

    public static readonly Option<bool> Json = new("--json") { Description = "One JSON value per line instead of text.", Recursive = true };

    public static async Task<int> InvokeAsync(string[] args)
    {
        var root = new RootCommand(Description)
        {
            Socket, Json, PrintCommand.Create(), JobsCommand.Create(), ShowCommand.Create(), WatchCommand.Create(),
            PrintersCommand.Create(), OpenCommand.Create(), DesktopCommand.Create(), NotifyCommand.Create(),
        };
        foreach (var command in WishCommands.Create().Concat(LeaseCommands.Create())
            .Append(AnswerCommand.Create()).Append(DoctorCommand.Create()).Append(CompletionCommand.Create()))
        {
            root.Add(command);
        }

        var parsed = root.Parse(args);
        if (parsed.Errors.Count == 0)
        {
            return await parsed.InvokeAsync();
        }

        foreach (var error in parsed.Errors)
        {
            await Console.Error.WriteLineAsync(error.Message);
        }

        await Console.Error.WriteLineAsync("'ticketflow --help' shows what is possible.");
        return ExitCodes.Usage;
    }

    /// <summary>Runs a command against the agent; every refusal becomes a sentence and an exit code.</summary>
    public static void SetAgentAction(this Command command, Func<AgentClient, ParseResult, CancellationToken, Task<int>> run) =>
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var agent = new AgentClient(parsed.GetValue(Socket)!);
            try
            {
                return await run(agent, parsed, cancellationToken);
            }
            catch (AgentException e)
            {
                await Console.Error.WriteLineAsync(parsed.GetValue(Json)
                    ? JsonSerializer.Serialize(new LocalError(e.Code, e.Message, e.Alternatives), LocalJson.Default.LocalError)
                    : $"{e.Code}: {e.Message}{Sentences.Alternatives(e.Alternatives)}");
                return e.ExitCode;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                await Console.Error.WriteLineAsync("Stopped. What the agent has accepted goes on; 'ticketflow jobs' shows it.");
                return ExitCodes.Stopped;
            }
        });
}
