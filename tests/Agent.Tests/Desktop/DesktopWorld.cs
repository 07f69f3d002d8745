using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using TicketFlow.Agent.Desktop;
using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Options;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.LocalApi;
using TicketFlow.Ipp;
using TicketFlow.Testing.Cups;

namespace TicketFlow.Agent.Tests.Desktop;

/// <summary>An agent with printers on the desktop, a scripted server that names them and lets jobs go, and a raw printer.</summary>
public sealed class DesktopWorld : IAsyncLifetime
{
    private readonly HttpMessageInvoker _http = new(IppClient.CreateHandler(TimeSpan.FromSeconds(30)));

    internal AgentWorld Inner { get; } = new();

    internal RunningAgent Agent { get; set; } = null!;

    internal IReadOnlyList<string> Printers { get; set; } = ["office", "Café 2/3", "real", "served"];

    /// <summary>The printers of a user, where they differ; null stands for anybody.</summary>
    internal Func<string?, IReadOnlyList<string>>? PrintersOf { get; set; }

    /// <summary>What the server says of a printer.</summary>
    internal Func<string, PrinterEntry> Entry { get; set; } = name => new PrinterEntry(name, "idle", 0, 0, "first floor");

    /// <summary>Whether jobs are let go at once.</summary>
    internal bool GoAhead { get; set; } = true;

    /// <summary>Where the go-ahead sends a job for a printer; null: to the raw printer.</summary>
    internal Func<string, (string Address, string Mechanism)>? Route { get; set; }

    /// <summary>Last changes before the agent starts.</summary>
    internal Action<DesktopOptions> Configure { get; set; } = static _ => { };

    /// <summary>The same for the spool.</summary>
    internal Action<SpoolOptions> ConfigureSpool { get; set; } = static _ => { };

    internal int Port => Inner.Options.Desktop.Port;

    public async Task InitializeAsync()
    {
        await Inner.InitializeAsync();
        Inner.Options.Desktop.Port = PrivateCups.FreePort();
        Inner.Options.Desktop.LpdPort = PrivateCups.FreePort();
        Configure(Inner.Options.Desktop);
        ConfigureSpool(Inner.Options.Spool);
        Inner.Server.OnMessage = AnswerAsync;
        Agent = await Inner.StartAgentAsync();
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await Agent.DisposeAsync();
        await Inner.DisposeAsync();
    }

    internal async Task RestartAsync()
    {
        await Agent.DisposeAsync();
        Agent = await Inner.StartAgentAsync();
    }

    internal IReadOnlyList<JobEntry> Jobs() => Agent.Host.App.Services.GetRequiredService<JobTable>().List(closedToo: true);

    internal string UriOf(string printer) => $"ipp://127.0.0.1:{Port}/ipp/print/{Uri.EscapeDataString(printer)}";

    /// <summary>Asks a printer.</summary>
    internal Task<IppMessage> AskAsync(
        IppOperation operation, IEnumerable<IppAttribute>? attributes = null, IReadOnlyList<IppAttribute>? job = null,
        byte[]? document = null, string printer = "office") => new IppClient(_http).SendAsync(
            new Uri(UriOf(printer)), IppMessage.Request(operation, UriOf(printer), 1, attributes, job),
            document is null ? null : new IppDocument(new MemoryStream(document)));

    internal async Task<LocalDesktop> DesktopAsync(HttpMethod method)
    {
        using var request = new HttpRequestMessage(method, "v1/desktop");
        using var answer = await Agent.Local.Http.SendAsync(request);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync(LocalJson.Default.LocalDesktop))!;
    }

    /// <summary>The state a job comes to.</summary>
    internal async Task BecomesAsync(int job, IppJobState wanted)
    {
        var state = default(int?);
        await Eventually.True(
            async () => (state = (await AskAsync(IppOperation.GetJobAttributes, [IppAttribute.Integer("job-id", job)]))
                .Group(IppTag.JobGroup)?.Integer("job-state")) == (int)wanted,
            $"job {job} is {wanted}; it is {state}");
    }

    private async Task AnswerAsync(Heard heard)
    {
        switch (heard.Type)
        {
            case MessageTypes.PrinterQuery:
                await Inner.Server.SayAsync(
                    Inner.Agent, MessageTypes.PrinterList,
                    new PrinterList(heard.Number("n"), [.. (PrintersOf?.Invoke(heard.Text("u")) ?? Printers).Select(Entry)]),
                    AgentJson.Default.PrinterList);
                break;
            case MessageTypes.HoldRequest:
                var job = heard.Text("j")!;
                var state = heard.Body.GetProperty("h").GetBoolean() ? JobStates.Held : JobStates.Waiting;
                await Inner.Server.SayAsync(
                    Inner.Agent, MessageTypes.Ticket, new Ticket(heard.Number("n"), job["job-".Length..], job, state),
                    AgentJson.Default.Ticket);
                break;
            case MessageTypes.TicketRequest:
                var id = "job-" + heard.Text("k");
                await Inner.Server.TicketAsync(Inner.Agent, heard, id);
                if (GoAhead)
                {
                    var (address, mechanism) = Route?.Invoke(heard.Text("p")!) ?? (Inner.Printer.Address, Mechanisms.Raw);
                    await Inner.Server.GoAheadAsync(Inner.Agent, id, 1, address, mechanism: mechanism);
                }

                break;
        }
    }
}
