using System.Globalization;
using TicketFlow.Contracts.LocalApi;
using TicketFlow.SystemUnderTest;

namespace TicketFlow.Benchmarks.Told;

/// <summary>A whole system whose printers have real SNMP cards and doors that can be closed.</summary>
internal sealed class ToldScene : IAsyncDisposable
{
    /// <summary>Nobody sees a fault but by a check.</summary>
    private const string Never = "01:00:00";

    private readonly List<PrinterDoor> _doors = [];
    private readonly List<SnmpPrinter> _cards = [];

    private ToldScene()
    {
    }

    public TicketFlowSystem Site { get; private set; } = null!;

    /// <summary>The broker as its administrator.</summary>
    public Uri Broker => new UriBuilder(Site.Broker.Uri) { Path = Site.ServerAddress.AbsolutePath }.Uri;

    public IReadOnlyList<PrinterDoor> Doors => _doors;

    public IReadOnlyList<SnmpPrinter> Cards => _cards;

    public static string NameOf(int printer) => string.Create(CultureInfo.InvariantCulture, $"told-{printer}");

    public static async Task<ToldScene> StartAsync(int printers, int agents)
    {
        var scene = new ToldScene();
        try
        {
            var first = LoopbackPorts.Range(printers);
            for (var i = 0; i < printers; i++)
            {
                scene._doors.Add(new PrinterDoor(first + i));
                scene._doors[i].Open();
                scene._cards.Add(new SnmpPrinter());
                await scene._cards[i].ShowAsync();
            }

            scene.Site = await TicketFlowSystem.StartAsync(scene.Options(first, agents));
            return scene;
        }
        catch
        {
            await scene.DisposeAsync();
            throw;
        }
    }

    /// <summary>It works, as far as the queue knows, and has nothing to do.</summary>
    public async Task<bool> IsReadyAsync(int printer) => await Site.Database.ScalarAsync<long>($"""
        select count(*) from ticketflow.queue_resource r where r.name = '{NameOf(printer)}' and r.health = 'ok'
          and not exists (select from ticketflow.queue_job j where j.resource = r.name)
        """) == 1;

    /// <summary>Jobs in the printer's queue, the active one too.</summary>
    public Task<long> QueuedAsync(int printer) => Site.Database.ScalarAsync<long>(
        $"select count(*) from ticketflow.queue_job where resource = '{NameOf(printer)}' and phase <> 'Opened'");

    /// <summary>The job as its agent shows it.</summary>
    public static async Task<LocalJob> ShowAsync(AgentPart agent, LocalJob job) =>
        (await agent.JobsAsync()).Single(known => known.Key == job.Key);

    public async ValueTask DisposeAsync()
    {
        if (Site is not null)
        {
            await Site.DisposeAsync();
        }

        foreach (var card in _cards)
        {
            await card.DisposeAsync();
        }

        _doors.ForEach(door => door.Dispose());
    }

    private SystemOptions Options(int firstPort, int agents) => new()
    {
        Agents = agents,
        Printers = 1,
        Slots = 1,
        Monitors = 1,
        FurtherPrinters =
        [
            .. _cards.Select((_, i) => new FurtherPrinter(
                NameOf(i), string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{firstPort + i}"), "raw")),
        ],
        MonitorSettings = MonitorSettings(),
        ServerSettings = new Dictionary<string, string> { ["Jobs__RetryAfter"] = "00:00:01" },
        // The tries are before the clock runs; long enough for the others to come and wait.
        AgentSettings = new Dictionary<string, string> { ["TICKETFLOW_AGENT__Transfers__Raw__WaitBetweenTries"] = "00:00:00.75" },
    };

    private Dictionary<string, string> MonitorSettings()
    {
        var settings = new Dictionary<string, string>
        {
            ["Monitor__Polling__Idle"] = Never,
            ["Monitor__Polling__Busy"] = Never,
            ["Monitor__Polling__Faulty"] = "00:00:00.5",
            ["Monitor__Polling__Silent"] = "00:00:01",
            ["Monitor__Polling__Absent"] = "00:00:02",
            ["Monitor__Snmp__Timeout"] = "00:00:00.5",
        };
        for (var i = 0; i < _cards.Count; i++)
        {
            settings[$"Monitor__Fleet__Rules__{i}__Resources"] = NameOf(i);
            settings[$"Monitor__Fleet__Rules__{i}__Port"] = _cards[i].Port.ToString(CultureInfo.InvariantCulture);
        }

        settings[$"Monitor__Fleet__Rules__{_cards.Count}__Protocol"] = "none";
        return settings;
    }
}
