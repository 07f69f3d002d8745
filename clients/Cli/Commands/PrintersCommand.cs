using System.CommandLine;
using System.Text.Json;
using TicketFlow.Cli.Output;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Cli.Commands;

/// <summary><c>ticketflow printers</c></summary>
internal static class PrintersCommand
{
    public static Command Create()
    {
        var command = new Command("printers", "Lists the printers you may use.");
        command.SetAgentAction(async (agent, parsed, cancellationToken) =>
        {
            var answer = await agent.GetPrintersAsync(cancellationToken);
            if (parsed.GetValue(RootCommands.Json))
            {
                Console.WriteLine(JsonSerializer.Serialize(answer, LocalJson.Default.LocalPrinters));
            }
            else
            {
                Tables.Printers(answer.Printers);
            }

            return ExitCodes.Ok;
        });
        return command;
    }
}
