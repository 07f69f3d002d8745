using System.CommandLine;
using System.Text.Json;
using TicketFlow.Cli.Output;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Cli.Commands;

/// <summary><c>ticketflow desktop install|remove|status</c></summary>
internal static class DesktopCommand
{
    private const string Description = """
        Puts your printers among the printers of this computer, so that every application can print to them.

        Examples:
          ticketflow desktop install
          ticketflow desktop status --json
          ticketflow desktop remove

        The agent then keeps them the same as the printers you may use. On Windows and macOS 'install' shows what to run.
        Making queues needs the right to administer CUPS: the agent's user in the group lpadmin, or the commands it shows.
        """;

    public static Command Create()
    {
        var command = new Command("desktop", Description);
        command.Add(Create("install", "Adds your printers to this computer's printers.", HttpMethod.Post));
        command.Add(Create("remove", "Takes them away again.", HttpMethod.Delete));
        command.Add(Create("status", "Shows the addresses of your printers and their queues.", HttpMethod.Get));
        return command;
    }

    private static Command Create(string name, string description, HttpMethod method)
    {
        var command = new Command(name, description);
        command.SetAgentAction(async (agent, parsed, cancellationToken) =>
        {
            var desktop = await agent.DesktopAsync(method, cancellationToken);
            if (parsed.GetValue(RootCommands.Json))
            {
                Console.WriteLine(JsonSerializer.Serialize(desktop, LocalJson.Default.LocalDesktop));
            }
            else
            {
                foreach (var line in DesktopSentences.Of(desktop, method == HttpMethod.Post))
                {
                    Console.WriteLine(line);
                }
            }

            return desktop.Report.Any(queue => queue.Fault is not null) ? ExitCodes.Refused : ExitCodes.Ok;
        });
        return command;
    }
}
