using System.CommandLine;
using System.Globalization;
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
    private static readonly Option<int?> Copies = new("--copies", "-n") { Description = "Copies." };
    private static readonly Option<string?> Sides = new("--sides") { Description = "One side or both, and how to turn the sheet." };
    private static readonly Option<string?> Media = new("--media") { Description = "Paper: A4, Letter, iso_a5_148x210mm …" };
    private static readonly Option<string?> Colour = new("--color") { Description = "Colour or not." };
    private static readonly Option<string?> Pages = new("--pages") { Description = "Pages and ranges: 1-3,5." };
    private static readonly Option<bool> Wait = new("--wait") { Description = "Wait until the job has ended (the default)." };
    private static readonly Option<bool> NoWait = new("--no-wait") { Description = "Return when the agent has the document." };
    private static readonly Option<double?> Limit = new("--timeout") { Description = "Wait at most this many seconds." };

    public static Command Create()
    {
        Printer.CompletionSources.CompletePrinters();
        Sides.AcceptOnlyFromAmong("one-sided", "two-sided-long-edge", "two-sided-short-edge");
        Colour.AcceptOnlyFromAmong("color", "monochrome", "auto");
        var command = new Command("print", """
            Prints a document. When its printer stops, a terminal asks: cancel, move or wait; elsewhere the question is printed
            and the job waits. Copies, sides, paper, colour and pages reach printers that are driven by IPP.
            Examples: ticketflow print report.pdf -p floor-2 --copies 2 --sides two-sided-long-edge;
            cat plan.ps | ticketflow print - -p plotter --no-wait
            """) { File, Printer, Title, Copies, Sides, Media, Colour, Pages, Wait, NoWait, Limit };
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
        var job = await SubmitAsync(agent, WishesIn(parsed, file), file, cancellationToken);
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

    private static IEnumerable<(string Name, string Value)> WishesIn(ParseResult parsed, string file)
    {
        var wishes = new (string Name, string? Value)[]
        {
            ("printer", parsed.GetRequiredValue(Printer)),
            ("title", parsed.GetValue(Title) ?? (file == "-" ? "standard input" : Path.GetFileName(file))),
            ("copies", parsed.GetValue(Copies)?.ToString(CultureInfo.InvariantCulture)), ("sides", parsed.GetValue(Sides)),
            ("media", parsed.GetValue(Media)), ("color", parsed.GetValue(Colour)), ("pages", parsed.GetValue(Pages)),
        };
        return wishes.Where(wish => wish.Value is not null).Select(wish => (wish.Name, wish.Value!));
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
        AgentClient agent, IEnumerable<(string Name, string Value)> wishes, string file, CancellationToken cancellationToken)
    {
        if (file == "-")
        {
            return await agent.SubmitAsync(wishes, Console.OpenStandardInput(), length: null, cancellationToken);
        }

        try
        {
            await using var document = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
            return await agent.SubmitAsync(wishes, document, document.Length, cancellationToken);
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
