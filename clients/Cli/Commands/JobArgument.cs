using System.CommandLine;
using System.CommandLine.Completions;
using TicketFlow.Cli.Agents;

namespace TicketFlow.Cli.Commands;

/// <summary>Arguments that name jobs and printers; a shell completes them with what the agent knows.</summary>
internal static class JobArgument
{
    /// <summary>Completing must not hold up a shell.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static Argument<string> Create()
    {
        var job = new Argument<string>("job") { Description = "Job id or key, or its beginning." };
        job.CompletionSources.Add(context => Ask(
            context, async (agent, token) => (await agent.ListAsync(all: true, token)).Jobs.Select(known => known.JobId ?? known.Key)));
        return job;
    }

    public static void CompletePrinters(this List<Func<CompletionContext, IEnumerable<CompletionItem>>> sources) =>
        sources.Add(context => Ask(
            context, async (agent, token) => (await agent.GetPrintersAsync(token)).Printers.Select(printer => printer.Name)));

    private static IEnumerable<CompletionItem> Ask(
        CompletionContext context, Func<AgentClient, CancellationToken, Task<IEnumerable<string>>> names)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var agent = new AgentClient(context.ParseResult.GetValue(RootCommands.Socket) ?? AgentSocket.Default());
        try
        {
            return [.. names(agent, limit.Token).GetAwaiter().GetResult().Select(name => new CompletionItem(name))];
        }
        catch (Exception e) when (e is AgentException or OperationCanceledException)
        {
            return [];
        }
    }
}
