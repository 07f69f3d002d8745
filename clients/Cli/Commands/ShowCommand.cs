using System.CommandLine;
using System.Text.Json;
using TicketFlow.Cli.Agents;
using TicketFlow.Cli.Output;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Cli.Commands;

/// <summary><c>ticketflow show JOB</c>: details and the timeline.</summary>
internal static class ShowCommand
{
    private static readonly Argument<string> Job = JobArgument.Create();

    public static Command Create()
    {
        var command = new Command("show", "Shows one job and everything that happened to it.") { Job };
        command.SetAgentAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(AgentClient agent, ParseResult parsed, CancellationToken cancellationToken)
    {
        var named = parsed.GetRequiredValue(Job);
        var details = await DetailsAsync(agent, named, cancellationToken);
        var json = parsed.GetValue(RootCommands.Json);
        if (details is not null)
        {
            Print(json, details, LocalJson.Default.LocalJob, Tables.Details);
        }

        var history = await agent.GetHistoryAsync(details?.Key ?? named, cancellationToken);
        Print(json, history, LocalJson.Default.LocalHistory, Tables.Timeline);
        return ExitCodes.Ok;
    }

    /// <summary>Null for a job this agent has forgotten: the server still knows its history.</summary>
    private static async Task<LocalJob?> DetailsAsync(AgentClient agent, string named, CancellationToken cancellationToken)
    {
        try
        {
            return await agent.GetJobAsync(named, cancellationToken);
        }
        catch (AgentException e) when (e.Code == AgentErrors.JobUnknown)
        {
            return null;
        }
    }

    private static void Print<T>(bool json, T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, Action<T> table)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(value, type));
        }
        else
        {
            table(value);
        }
    }
}
