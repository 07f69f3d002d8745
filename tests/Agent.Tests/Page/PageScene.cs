using Microsoft.Playwright;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.LocalApi;
using static Microsoft.Playwright.Assertions;

namespace TicketFlow.Agent.Tests.Page;

/// <summary>An agent with a scripted server, and its page in a browser.</summary>
[Collection(Chromium.Tests)]
public abstract class PageScene(Chromium chromium) : IAsyncLifetime
{
    private readonly List<string> _complaints = [];
    private IBrowserContext? _context;

    internal AgentWorld World { get; } = new();

    internal RunningAgent Agent { get; private set; } = null!;

    internal ScriptedServer Server => World.Server;

    /// <summary>The page; opened by <see cref="OpenAsync"/>.</summary>
    internal IPage Page { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await World.InitializeAsync();
        World.Options.Broker.AnswerWait = TimeSpan.FromSeconds(20);
        Server.OnMessage = AnswerAsync;
        Agent = await World.StartAgentAsync();
        SetDefaultExpectTimeout(30_000);
    }

    public async Task DisposeAsync()
    {
        if (_context is not null)
        {
            await _context.DisposeAsync();
        }

        await Agent.DisposeAsync();
        await World.DisposeAsync();
        _complaints.ShouldBeEmpty("the page must not break its own rules");
    }

    /// <summary>Opens the page with a one-time token, as <c>ticketflow open</c> does: by the file that leads there.</summary>
    internal async Task OpenAsync(int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        if (_context is not null)
        {
            await _context.DisposeAsync();
        }

        _context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            Locale = "en-GB",
            ReducedMotion = ReducedMotion.Reduce,
        });
        _context.SetDefaultTimeout(30_000);
        Page = await _context.NewPageAsync();
        Page.PageError += (_, error) => _complaints.Add(error);
        Page.Console += (_, message) => Complain(message);
        var way = await PageClient.WayInAsync(Agent.Local);
        await Page.GotoAsync(new Uri(way.File).AbsoluteUri);
        await Expect(Page.Locator("#jobs")).ToHaveAttributeAsync("aria-busy", "false");
    }

    internal async Task RestartAgentAsync(Func<Task> meanwhile)
    {
        await Agent.DisposeAsync();
        await meanwhile();
        Agent = await World.StartAgentAsync();
    }

    /// <summary>A job in the queue, shown on the page.</summary>
    internal async Task<LocalJob> QueueAsync(string title, int place = 1)
    {
        var job = await Agent.Local.PrintAsync(new byte[20_000], "office", title);
        await Eventually.True(() => Requests(job).Any(), "a ticket is asked for");
        await TellAsync(job, JobStates.Waiting, place);
        await Agent.Local.BecomesAsync(job.Key, JobStates.Waiting);
        await Expect(Card(title)).ToBeVisibleAsync();
        return job;
    }

    internal static string IdOf(LocalJob job) => "j" + job.Key;

    internal Task TellAsync(LocalJob job, string state, int? place = null, string? printer = null) => Server.SayAsync(
        World.Agent, MessageTypes.Ticket,
        new Ticket(1, job.Key, IdOf(job), state, place, StartsInSeconds: 90, Printer: printer),
        AgentJson.Default.Ticket);

    internal Task StopPrinterAsync(LocalJob job, params Alternative[] alternatives) => Server.SayAsync(
        World.Agent, MessageTypes.Notice,
        new Notice(1, IdOf(job), NoticeCodes.PrinterStopped, "office has stopped (out of paper).", "office", alternatives),
        AgentJson.Default.Notice);

    internal ILocator Card(string title) => Page.Locator(".job", new PageLocatorOptions { HasText = title });

    internal ILocator Past(string title) => Page.Locator(".past", new PageLocatorOptions { HasText = title });

    internal ILocator Dialog => Page.Locator("dialog[open]");

    /// <summary>Keeps a picture when TICKETFLOW_PICTURES names a directory.</summary>
    internal async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("TICKETFLOW_PICTURES") is { Length: > 0 } directory)
        {
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(directory, name + ".png") });
        }
    }

    private IEnumerable<Heard> Requests(LocalJob job) =>
        Server.Of(MessageTypes.TicketRequest).Where(request => request.Text("k") == job.Key);

    private Task AnswerAsync(Heard heard) => heard.Type switch
    {
        MessageTypes.PrinterQuery => Server.SayAsync(
            World.Agent, MessageTypes.PrinterList,
            new PrinterList(heard.Number("n"), [
                new PrinterEntry("hall", "busy", 2, 1, "ground floor", 65),
                new PrinterEntry("office", "stopped", 3, 0, Text: "out of paper"),
            ]),
            AgentJson.Default.PrinterList),
        MessageTypes.JobQuery => Server.SayAsync(
            World.Agent, MessageTypes.JobHistory,
            new JobHistory(heard.Number("n"), heard.Text("j")!, JobStates.Waiting, [
                new HistoryEntry(DateTimeOffset.UnixEpoch, "job_opened", "agent:desk", "asked by ana"),
                new HistoryEntry(DateTimeOffset.UnixEpoch.AddSeconds(3), "go_ahead_issued", "dispatcher", "attempt 1"),
            ]),
            AgentJson.Default.JobHistory),
        _ => Task.CompletedTask,
    };

    /// <summary>A refused connection is what some tests are about; everything else on the console is a fault.</summary>
    private void Complain(IConsoleMessage message)
    {
        if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
        {
            _complaints.Add(message.Text);
        }
    }
}
