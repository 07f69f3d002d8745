using System.CommandLine;
using System.Globalization;
using TicketFlow.SystemUnderTest;
using static TicketFlow.Benchmarks.Figures;

namespace TicketFlow.Benchmarks.Transfers;

/// <summary>
/// <c>transfer</c>: one large document through the agent and straight to the same printer, turn by turn, for each mechanism. Both are timed
/// where they send: from the connection to the printer's confirmation, the agent's journal included. From the submission to the
/// end is what a user waits (spooled to disk and forced there first).
/// </summary>
internal static class TransferBench
{
    public static Command Command()
    {
        var size = new Option<int>("--size") { Description = "Bytes of the document.", DefaultValueFactory = _ => 50_000_000 };
        var pairs = new Option<int>("--pairs")
        {
            Description = "Times straight and through the agent; medians count.",
            DefaultValueFactory = _ => 15,
        };
        var rate = new Option<int?>("--rate") { Description = "Bytes a second that the raw printer takes; as fast as it goes without it." };
        var limit = new Option<int?>("--limit") { Description = "Bytes a second that the agent may send (bandwidth limit)." };
        var command = new Command("transfer", "A large document through the agent, beside the same bytes sent straight: raw, LPD, IPP.")
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
        await using var lpd = new LpdSink();
        await using var ipp = await IppSink.StartAsync();
        await using var system = await TicketFlowSystem.StartAsync(new SystemOptions
        {
            PrivateServers = true,
            HashOnly = true,
            Printers = 1,
            Slots = 1,
            Rate = rate,
            AgentSettings = Settings(limit),
            FurtherPrinters = [new("lpd", $"lpd://127.0.0.1:{lpd.Port}/lp", "lpd"), new("ipp", ipp.Address, "ipp")],
        });
        var figures = new List<Figure> { new("size", size, "bytes"), new("pairs", pairs, "pairs") };
        await system.ExplainAsync(async () =>
        {
            var bench = await TransferPairs.CreateAsync(system, size);
            figures.AddRange(ReportOf("raw", await bench.MeasureAsync(system.PrinterNames[0], bench.RawAsync, pairs)));
            if (rate is null && limit is null)
            {
                figures.AddRange(ReportOf("lpd", await bench.MeasureAsync("lpd", file => StraightSender.LpdAsync(lpd.Port, file), pairs)));
                figures.AddRange(ReportOf("ipp", await bench.MeasureAsync("ipp", file => StraightSender.IppAsync(ipp.Port, file), pairs)));
            }
        });
        AddLimits(figures, size, rate, limit);
        await WriteAsync("transfer", figures);
    }

    /// <summary>The least of each tells more than medians where other programs run: nothing makes a transfer faster than it is.</summary>
    private static IEnumerable<Figure> ReportOf(string mechanism, IReadOnlyList<TransferPair> pairs) =>
    [
        new($"{mechanism}_straight_ms", Median(pairs.Select(pair => pair.Straight)), "ms"),
        new($"{mechanism}_agent_ms", Median(pairs.Select(pair => pair.Agent)), "ms"),
        new(
            $"{mechanism}_overhead_percent", 100 * (Median(pairs.Select(pair => pair.Agent / pair.Straight)) - 1),
            "% (median of the pairs)"),
        new($"{mechanism}_straight_least_ms", pairs.Min(pair => pair.Straight), "ms"),
        new($"{mechanism}_agent_least_ms", pairs.Min(pair => pair.Agent), "ms"),
        new($"{mechanism}_submit_to_end_ms", Median(pairs.Select(pair => pair.Submit)), "ms"),
    ];

    private static void AddLimits(List<Figure> figures, int size, int? rate, int? limit)
    {
        figures.Add(new("printer_rate", rate ?? 0, "bytes/s (0: unlimited)"));
        if (limit is { } allowed)
        {
            var agent = figures.Single(figure => figure.Name == "raw_agent_ms").Value;
            figures.Add(new("bandwidth_limit", allowed, "bytes/s"));
            figures.Add(new("bandwidth_reached_percent", 100 * (size / (agent / 1000)) / allowed, "% of the limit"));
        }
    }

    private static Dictionary<string, string> Settings(int? limit) => limit is { } bytes
        ? new() { ["TICKETFLOW_AGENT__Transfers__Bandwidth__0__BytesPerSecond"] = bytes.ToString(CultureInfo.InvariantCulture) }
        : [];
}
