using System.CommandLine;
using System.Text.Json;
using TicketFlow.Cli.Agents;
using TicketFlow.Cli.Output;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Cli.Commands;

/// <summary><c>ticketflow watch [JOB]</c>: changes as they happen.</summary>
internal static class WatchCommand
{
    private static readonly Argument<string> Job = Optional(JobArgument.Create());

    public static Command Create()
    {
        var command = new Command("watch", """
            Shows changes as they happen: of one job until it has ended, or of all jobs until Ctrl-C.
            Examples: ticketflow watch; ticketflow watch 3f9a --json
            """) { Job };
        command.SetAgentAction(RunAsync);
        return command;
    }

    private static Argument<string> Optional(Argument<string> job)
    {
        job.Arity = ArgumentArity.ZeroOrOne;
        return job;
    }

    private static async Task<int> RunAsync(AgentClient agent, ParseResult parsed, CancellationToken cancellationToken)
    {
        var named = parsed.GetValue(Job);
        var last = default(LocalJob);
        var changes = named is null ? agent.WatchAllAsync(cancellationToken) : agent.WatchAsync(named, cancellationToken);
        await foreach (var job in changes)
        {
            Console.WriteLine(parsed.GetValue(RootCommands.Json)
                ? JsonSerializer.Serialize(job, LocalJson.Default.LocalJob)
                : Sentences.Of(job));
            last = job;
        }

        return last is null or { State: JobStates.Completed } ? ExitCodes.Ok : ExitCodes.JobFailed;
    }
}
