using System.CommandLine;
using System.Text.Json;
using TicketFlow.Cli.Agents;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Cli.Commands;

/// <summary><c>ticketflow open</c>: the user's page in the browser.</summary>
internal static class OpenCommand
{
    private static readonly Option<bool> Print = new("--print")
    {
        Description = "Only print the address: for a browser that cannot read the agent's files, or on another screen.",
    };

    public static Command Create()
    {
        var command = new Command("open", """
            Opens your page in the browser: jobs, printers, history, live. The link is good once, and for a minute.
            Examples: ticketflow open; ticketflow open --print
            """) { Print };
        command.SetAgentAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(AgentClient agent, ParseResult parsed, CancellationToken cancellationToken)
    {
        var page = await agent.OpenPageAsync(cancellationToken);
        var json = parsed.GetValue(RootCommands.Json);
        if (parsed.GetValue(Print) && !json)
        {
            Console.WriteLine(page.Url);
            return ExitCodes.Ok;
        }

        var lead = PageLead.For(page, Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"));
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(page with { File = lead ?? page.File }, LocalJson.Default.LocalPage));
            return ExitCodes.Ok;
        }

        if (lead is not null && await Browser.TryOpenAsync(lead, cancellationToken))
        {
            Console.WriteLine("Your page opens in the browser.");
            return ExitCodes.Ok;
        }

        Console.WriteLine($"No browser could be started here. Open this within a minute:{Environment.NewLine}{page.Url}");
        return ExitCodes.Ok;
    }
}
