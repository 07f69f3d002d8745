using System.Diagnostics;
using System.Globalization;
using TicketFlow.SystemUnderTest;

namespace TicketFlow.Benchmarks.Transfers;

/// <summary>Milliseconds of one document: sent straight, sent by the agent, and from its submission to its end.</summary>
internal sealed record TransferPair(double Straight, double Agent, double Submit);

/// <summary>The same document by both ways, turn by turn.</summary>
internal sealed class TransferPairs
{
    private const int WarmUp = 3;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly TicketFlowSystem _system;
    private readonly byte[] _document;
    private readonly string _file;
    private int _rawPort;

    private TransferPairs(TicketFlowSystem system, byte[] document, string file) => (_system, _document, _file) = (system, document, file);

    public static async Task<TransferPairs> CreateAsync(TicketFlowSystem system, int size)
    {
        var document = new byte[size];
        new Random(50).NextBytes(document);
        var file = Path.Combine(system.Directory, "straight");
        await File.WriteAllBytesAsync(file, document);
        return new TransferPairs(system, document, file);
    }

    public Task<TimeSpan> RawAsync(string file) => StraightSender.RawAsync(_rawPort, file);

    public async Task<IReadOnlyList<TransferPair>> MeasureAsync(string printer, Func<string, Task<TimeSpan>> straight, int pairs)
    {
        var measured = new List<TransferPair>();
        await ThroughAgentAsync(printer);
        _rawPort = _rawPort > 0 ? _rawPort : _system.Index.Look()[0].Port;
        for (var pair = -WarmUp; pair < pairs; pair++)
        {
            // Who begins changes: what the first leaves in caches helps the second.
            var agentFirst = pair % 2 == 0;
            var agent = agentFirst ? await ThroughAgentAsync(printer) : default;
            var sent = await straight(_file);
            agent = agentFirst ? agent : await ThroughAgentAsync(printer);
            if (pair >= 0)
            {
                measured.Add(new TransferPair(sent.TotalMilliseconds, agent.Transfer, agent.Submit));
            }
        }

        return measured;
    }

    private async Task<(double Transfer, double Submit)> ThroughAgentAsync(string printer)
    {
        var watch = Stopwatch.StartNew();
        var job = await _system.Agents[0].SubmitAsync(printer, "pair", _document)
            ?? throw new InvalidOperationException("The agent did not take the document.");
        await UntilAsync(async () => (await _system.Agents[0].JobsAsync()).Single(other => other.Key == job.Key).Ended, "the job ends");
        var submit = watch.Elapsed.TotalMilliseconds;
        var transfer = default(double?);
        await UntilAsync(async () => (transfer = await MillisecondsAsync(job.Key)) is not null, "the server knows of the end");
        return (transfer!.Value, submit);
    }

    /// <summary>What the agent reported.</summary>
    private async Task<double?> MillisecondsAsync(string key)
    {
        var found = await _system.Database.ColumnAsync($"""
            select e.data ->> 'milliseconds' from ticketflow.mt_events e
            join ticketflow.mt_events o on o.stream_id = e.stream_id and o.version = 1 and o.data ->> 'key' = '{key}'
            where e.type = 'transfer_completed'
            """);
        return found is [var milliseconds] ? double.Parse(milliseconds, CultureInfo.InvariantCulture) : null;
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
}
