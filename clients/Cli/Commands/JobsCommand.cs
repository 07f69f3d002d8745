using System.CommandLine;
using System.Text.Json;
using TicketFlow.Cli.Output;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Cli.Commands;

/// <summary><c>ticketflow jobs [--all]</c></summary>
internal static class JobsCommand
{
    private static readonly Option<bool> All = new("--all", "-a") { Description = "Ended jobs too." };

    public static Command Create()
    {
        var command = new Command("jobs", "Lists this computer's jobs.") { All };
        command.SetAgentAction(async (agent, parsed, cancellationToken) =>
        {
            var answer = await agent.ListAsync(parsed.GetValue(All), cancellationToken);
            if (parsed.GetValue(RootCommands.Json))
            {
                foreach (var job in answer.Jobs)
                {
                    Console.WriteLine(JsonSerializer.Serialize(job, LocalJson.Default.LocalJob));
                }
            }
            else
            {
                Tables.Jobs(answer.Jobs);
            }

            return ExitCodes.Ok;
        });
        return command;
    }
}
