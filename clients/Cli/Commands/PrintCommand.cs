using System.CommandLine;
using TicketFlow.Cli.Agents;
using TicketFlow.Cli.Output;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Cli.Commands;

/// <summary><c>ticketflow print FILE|- --printer NAME</c></summary>
internal static class PrintCommand
{
    private static readonly Argument<string> File = new("file") { Description = "The document; '-' reads standard input." };
    private static readonly Option<string> Printer = new("--printer", "-p") { Description = "Printer name.", Required = true };
    private static readonly Option<string?> Title = new("--title", "-t") { Description = "Title; default the file's name." };
    private static readonly Option<bool> Wait = new("--wait") { Description = "Wait until the job has ended (the default)." };
    private static readonly Option<bool> NoWait = new("--no-wait") { Description = "Return when the agent has the document." };
    private static readonly Option<double?> Limit = new("--timeout") { Description = "Wait at most this many seconds." };

    public static Command Create()
    {
        Printer.CompletionSources.CompletePrinters();
        var command = new Command("print", """
            Prints a document. When its printer stops, a terminal asks: cancel, move or wait; elsewhere the question is printed
            and the job waits.
            Examples: ticketflow print report.pdf -p floor-2; cat plan.ps | ticketflow print - -p plotter --no-wait
            """) { File, Printer, Title, Wait, NoWait, Limit };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Wait) && result.GetValue(NoWait))
            {
                result.AddError("--wait and --no-wait exclude each other.");
            }
        });
        command.SetAgentAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(AgentClient agent, ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = parsed.GetRequiredValue(File);
        var title = parsed.GetValue(Title) ?? (file == "-" ? "standard input" : Path.GetFileName(file));
        var job = await SubmitAsync(agent, parsed.GetRequiredValue(Printer), title, file, cancellationToken);
        var view = JobProgress.For(parsed.GetValue(RootCommands.Json));
        if (parsed.GetValue(NoWait))
        {
            view.Accepted(job);
            return ExitCodes.Ok;
        }

        using var limit = new CancellationTokenSource();
        if (parsed.GetValue(Limit) is { } seconds)
        {
            limit.CancelAfter(TimeSpan.FromSeconds(seconds));
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        await using var changes = new JobChanges(job, agent.WatchAsync(job.Key, either.Token));
        try
        {
            await FollowAsync(agent, view, changes, either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            view.StillGoing(changes.Current);
            return changes.Current.JobId is null ? ExitCodes.ServerSilent : ExitCodes.StillWaiting;
        }

        view.Ended(changes.Current);
        return ExitCodeOf(changes.Current);
    }

    private static async Task FollowAsync(AgentClient agent, JobProgress view, JobChanges changes, CancellationToken cancellationToken)
    {
        await view.FollowAsync(changes);
        while (view.CanAsk && changes.Asks)
        {
            await StoppedPrinterDialogue.AskAsync(agent, changes, cancellationToken);
            await view.FollowAsync(changes);
        }
    }

    private static async Task<LocalJob> SubmitAsync(
        AgentClient agent, string printer, string title, string file, CancellationToken cancellationToken)
    {
        if (file == "-")
        {
            return await agent.SubmitAsync(printer, title, Console.OpenStandardInput(), length: null, cancellationToken);
        }

        try
        {
            await using var document = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
            return await agent.SubmitAsync(printer, title, document, document.Length, cancellationToken);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new AgentException("file-unreadable", $"{file} cannot be read: {e.Message}", ExitCodes.Usage);
        }
    }

    private static int ExitCodeOf(LocalJob job) => job.State switch
    {
        JobStates.Completed => ExitCodes.Ok,
        JobStates.Refused => ExitCodes.Refused,
        _ => ExitCodes.JobFailed,
    };
}
