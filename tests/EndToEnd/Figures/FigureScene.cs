using EndToEnd.Tests.MainPath;
using TicketFlow.Contracts.LocalApi;
using TicketFlow.SystemUnderTest;

namespace EndToEnd.Tests.Figures;

/// <summary>A whole system of one-slot printers that take some seconds for a document, its user's command and its operator's.</summary>
public abstract class FigureScene
{
    /// <summary>Two seconds at the printers' rate.</summary>
    internal const int DocumentBytes = 400_000;

    /// <summary>Forty seconds: for jobs that are stopped in mid-transfer, however slow the machine is that gives the order.</summary>
    internal const int LongDocumentBytes = 8_000_000;

    private const int BytesPerSecond = 200_000;

    private protected TicketFlowSystem Site { get; private set; } = null!;

    private protected string Printer => Site.PrinterNames[0];

    private protected string OtherPrinter => Site.PrinterNames[1];

    /// <summary>Runs the test's body on a fresh system.</summary>
    private protected async Task OnSystemAsync(
        Func<Task> body, int? rate = BytesPerSecond, IReadOnlyDictionary<string, string>? serverSettings = null,
        bool privateServers = false)
    {
        await using var system = await TicketFlowSystem.StartAsync(new SystemOptions
        {
            PrivateServers = privateServers,
            Slots = 1,
            Rate = rate,
            ServerSettings = new Dictionary<string, string>(serverSettings ?? new Dictionary<string, string>())
            {
                ["Jobs__StartFailureLimit"] = "2",
                ["Jobs__RetryAfter"] = "00:00:00.2",
                ["Jobs__BlockAfterFailure"] = "00:00:00.2",
            },
            AgentSettings = new Dictionary<string, string>
            {
                ["TICKETFLOW_AGENT__Transfers__Raw__ConnectTries"] = "2",
                ["TICKETFLOW_AGENT__Transfers__Raw__WaitBetweenTries"] = "00:00:00.05",
                ["TICKETFLOW_AGENT__Broker__IdleDisconnect"] = "00:00:01",
                ["TICKETFLOW_AGENT__Broker__RequestRepeat"] = "00:00:02",
                ["TICKETFLOW_AGENT__Broker__ReconnectWait"] = "00:00:00.2",
            },
        });
        Site = system;
        await system.ExplainAsync(body);
    }

    private protected async Task<LocalJob> SubmitAsync(string title, int bytes = DocumentBytes, string? printer = null) =>
        (await Site.Agents[0].SubmitAsync(printer ?? Printer, title, new byte[bytes])).ShouldNotBeNull();

    /// <summary>The user's command, which must succeed.</summary>
    private protected async Task<string> UserAsync(params string[] arguments)
    {
        var (exitCode, output) = await CommandLine.RunAsync(Site.Agents[0], arguments);
        exitCode.ShouldBe(0, output);
        return output;
    }

    /// <summary>The operators' command, which must succeed.</summary>
    private protected Task<string> OperatorAsync(params string[] arguments) => CommandLine.OperatorAsync(Site, arguments);

    /// <summary>Waits until the job's newest event is this one.</summary>
    private protected Task ReachesAsync(LocalJob job, string step)
    {
        IReadOnlyList<string> now = [];
        return Eventually.TrueAsync(
            async () => (now = await StepsAsync(job)) is [.., var newest] && newest == step,
            () => $"{job.Title} reaches {step}; it has {string.Join(' ', now)}");
    }

    /// <summary>Waits until the agent shows the job in this state.</summary>
    private protected Task BecomesAsync(LocalJob job, string state) => ShowsAsync(job, shown => shown.State == state, state);

    private protected Task ShowsAsync(LocalJob job, Func<LocalJob, bool> what, string text) => Eventually.TrueAsync(
        async () => what((await Site.Agents[0].JobsAsync()).Single(known => known.Key == job.Key)),
        () => $"{job.Title}: {text}");

    /// <summary>The exact sequence of the job's events, from the event store itself.</summary>
    private protected Task<IReadOnlyList<string>> StepsAsync(LocalJob job) => Site.Database.ColumnAsync($"""
        select e.type from ticketflow.mt_events e
        join ticketflow.mt_events o on o.stream_id = e.stream_id and o.version = 1 and o.data ->> 'key' = '{job.Key}'
        order by e.version
        """);

    private protected int DocumentsOf(int bytes = DocumentBytes) =>
        Site.Index.Look().Count(piece => piece.Complete && piece.Bytes == bytes);
}
