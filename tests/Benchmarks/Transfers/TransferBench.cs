using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using TicketFlow.SystemUnderTest;
using static TicketFlow.Benchmarks.Figures;

namespace TicketFlow.Benchmarks.Transfers;

/// <summary>
/// <c>transfer</c>: one large document through the agent and straight to the same printer, turn by turn. The printer's own watch, from
/// the connection to the last byte, compares the transfers; from the submission to the last byte is what a user waits (spooled to disk
/// and forced there first).
/// </summary>
internal static class TransferBench
{
    private const int WarmUp = 3;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public static Command Command()
    {
        var size = new Option<int>("--size") { Description = "Bytes of the document.", DefaultValueFactory = _ => 50_000_000 };
        var pairs = new Option<int>("--pairs")
        {
            Description = "Times straight and through the agent; medians count.",
            DefaultValueFactory = _ => 15,
        };
        var rate = new Option<int?>("--rate") { Description = "Bytes a second that the printer takes; as fast as it goes without it." };
        var limit = new Option<int?>("--limit") { Description = "Bytes a second that the agent may send (bandwidth limit)." };
        var command = new Command("transfer", "A large document through the agent, beside the same bytes sent straight.")
        {
            size, pairs, rate, limit,
        };
        command.SetAction(async parse =>
        {
            await RunAsync(parse.GetValue(size), parse.GetValue(pairs), parse.GetValue(rate), parse.GetValue(limit));
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(int size, int pairs, int? rate, int? limit)
    {
        await using var system = await TicketFlowSystem.StartAsync(new SystemOptions
        {
            PrivateServers = true,
            HashOnly = true,
            Printers = 1,
            Slots = 1,
            Rate = rate,
            AgentSettings = Settings(limit),
        });
        var document = new byte[size];
        new Random(50).NextBytes(document);
        var measured = new List<Pair>();
        await system.ExplainAsync(async () =>
        {
            await ThroughAgentAsync(system, document, -WarmUp - 1);
            var port = system.Index.Documents[0].Port;
            for (var pair = -WarmUp; pair < pairs; pair++)
            {
                // Who begins changes: what the first leaves in caches helps the second.
                var agentFirst = pair % 2 == 0;
                var agent = agentFirst ? await ThroughAgentAsync(system, document, pair) : default;
                var straight = await StraightAsync(system, document, port);
                agent = agentFirst ? agent : await ThroughAgentAsync(system, document, pair);
                if (pair >= 0)
                {
                    measured.Add(new Pair(straight, agent.Transfer, agent.Submit));
                }
            }
        });
        await WriteAsync("transfer", ReportOf(measured, size, rate, limit));
    }

    private static IReadOnlyList<Figure> ReportOf(IReadOnlyList<Pair> pairs, int size, int? rate, int? limit)
    {
        var agent = Median(pairs.Select(pair => pair.Agent));
        var figures = new List<Figure>
        {
            new("size", size, "bytes"),
            new("pairs", pairs.Count, "pairs"),
            new("printer_rate", rate ?? 0, "bytes/s (0: unlimited)"),
            new("straight_ms", Median(pairs.Select(pair => pair.Straight)), "ms"),
            new("agent_ms", agent, "ms"),
            new("overhead_percent", 100 * (Median(pairs.Select(pair => pair.Agent / pair.Straight)) - 1), "% (median of the pairs)"),
            new("submit_to_last_byte_ms", Median(pairs.Select(pair => pair.Submit)), "ms"),
        };
        if (limit is { } allowed)
        {
            figures.Add(new("bandwidth_limit", allowed, "bytes/s"));
            figures.Add(new("bandwidth_reached_percent", 100 * (size / (agent / 1000)) / allowed, "% of the limit"));
        }

        return figures;
    }

    private static Dictionary<string, string> Settings(int? limit) => limit is { } bytes
        ? new() { ["TICKETFLOW_AGENT__Transfers__Bandwidth__0__BytesPerSecond"] = bytes.ToString(CultureInfo.InvariantCulture) }
        : [];

    private static async Task<(double Transfer, double Submit)> ThroughAgentAsync(TicketFlowSystem system, byte[] document, int pair)
    {
        var known = system.Index.Look().Count;
        var started = TimeProvider.System.GetUtcNow();
        var job = await system.Agents[0].SubmitAsync(system.PrinterNames[0], $"pair {pair}", document)
            ?? throw new InvalidOperationException("The agent did not take the document.");
        var arrived = await NextAsync(system, known);
        await UntilAsync(async () => (await system.Agents[0].JobsAsync()).Single(other => other.Key == job.Key).Ended, "the job ends");
        return (arrived.Ms, (arrived.At - started).TotalMilliseconds);
    }

    private static async Task<double> StraightAsync(TicketFlowSystem system, byte[] document, int port)
    {
        var known = system.Index.Look().Count;
        var file = Path.Combine(system.Directory, "straight");
        await File.WriteAllBytesAsync(file, document);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await socket.SendFileAsync(file);
        socket.Shutdown(SocketShutdown.Send);
        await socket.ReceiveAsync(new byte[1]);
        return (await NextAsync(system, known)).Ms;
    }

    private static async Task<PrintedDocument> NextAsync(TicketFlowSystem system, int known)
    {
        await UntilAsync(() => Task.FromResult(system.Index.Look().Count > known), "the document arrives");
        return system.Index.Documents[known];
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var limit = new CancellationTokenSource(Longest);
        while (!await condition())
        {
            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"within {Longest}: {what}");
            }

            await Task.Delay(2, CancellationToken.None);
        }
    }

    private sealed record Pair(double Straight, double Agent, double Submit);
}
