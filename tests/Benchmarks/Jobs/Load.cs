using System.Collections.Concurrent;
using System.Text;
using TicketFlow.SystemUnderTest;

namespace TicketFlow.Benchmarks.Jobs;

/// <summary>One document: submitted, and at the printer.</summary>
internal sealed record Delivery(DateTimeOffset Submitted, DateTimeOffset LastByte)
{
    public double Milliseconds => (LastByte - Submitted).TotalMilliseconds;
}

/// <summary>A run's outcome.</summary>
/// <param name="Delivered">One for each document that arrived complete.</param>
/// <param name="Seconds">First submission to last byte of the last document.</param>
/// <param name="Lost">Acknowledged and not at a printer when the waiting ended.</param>
/// <param name="Doubled">Complete copies beyond the first.</param>
/// <param name="Partial">Broken pieces.</param>
internal sealed record LoadResult(IReadOnlyList<Delivery> Delivered, double Seconds, int Lost, int Doubled, int Partial);

/// <summary>Submits numbered documents and follows them to the printers by the ids in them.</summary>
internal sealed class Load(TicketFlowSystem system, JobsBenchOptions options)
{
    private const string OpenJobs = "select concat_ws(' ', job_id, title, phase) from ticketflow.queue_job limit 5";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeProvider Clock = TimeProvider.System;

    private readonly byte[] _filler = Filler(options.Size);

    /// <summary>All at once, as fast as the agents take them.</summary>
    public async Task<LoadResult> RunAsync(string name, int jobs)
    {
        var submitted = new ConcurrentDictionary<string, DateTimeOffset>();
        var next = -1;
        async Task SubmitterAsync()
        {
            while (Interlocked.Increment(ref next) is var number && number < jobs)
            {
                await SubmitAsync($"{name}-{number}", number, submitted);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, JobsBenchOptions.Submitters * options.Agents).Select(_ => Task.Run(SubmitterAsync)));
        await ArrivedAsync(name, jobs);
        await QuietAsync();
        return Result(name, submitted);
    }

    /// <summary>One after another.</summary>
    public async Task<LoadResult> RunIdleAsync(string name, int jobs)
    {
        var submitted = new ConcurrentDictionary<string, DateTimeOffset>();
        for (var number = 0; number < jobs; number++)
        {
            await SubmitAsync($"{name}-{number}", number, submitted);
            await ArrivedAsync(name, number + 1);
            await QuietAsync();
        }

        return Result(name, submitted);
    }

    private static byte[] Filler(int size)
    {
        var bytes = new byte[size];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private async Task SubmitAsync(string id, int number, ConcurrentDictionary<string, DateTimeOffset> submitted)
    {
        var document = (byte[])_filler.Clone();
        Encoding.ASCII.GetBytes($"%TF-ID: {id}\n").AsSpan().CopyTo(document);
        var agent = system.Agents[number % options.Agents];
        submitted[id] = Clock.GetUtcNow();
        if (await agent.SubmitAsync(system.PrinterNames[number % options.Queues], id, document) is null)
        {
            throw new InvalidOperationException($"{agent.Id} did not take {id}.");
        }
    }

    private async Task ArrivedAsync(string name, int jobs)
    {
        try
        {
            await Eventually.TrueAsync(() => Arrived(name) >= jobs, Patience, () =>
                $"{jobs} documents at the printers, {Arrived(name)} so far");
        }
        catch (TimeoutException e)
        {
            // Figures with losses in them say more than none.
            await Console.Error.WriteLineAsync(e.Message);
        }
    }

    private int Arrived(string name) => Complete(name).Select(document => document.Id).Distinct(StringComparer.Ordinal).Count();

    // A job's control traffic goes on after its last byte: until no job is open.
    private async Task QuietAsync()
    {
        IReadOnlyList<string> open = [];
        await Eventually.TrueAsync(
            async () => (open = await system.Database.ColumnAsync(OpenJobs)).Count == 0,
            Patience,
            () => "every job has ended; still open: " + string.Join(", ", open));
    }

    private IEnumerable<PrintedDocument> Of(string name) =>
        system.Index.Look().Where(document => document.Id?.StartsWith(name + "-", StringComparison.Ordinal) == true);

    private IEnumerable<PrintedDocument> Complete(string name) => Of(name).Where(document => document.Complete);

    private LoadResult Result(string name, ConcurrentDictionary<string, DateTimeOffset> submitted)
    {
        var complete = Complete(name).ToLookup(document => document.Id!, StringComparer.Ordinal);
        var delivered = complete.Select(copies => new Delivery(submitted[copies.Key], copies.Min(copy => copy.At))).ToList();
        return new LoadResult(
            delivered,
            delivered.Count == 0 ? 0 : (delivered.Max(d => d.LastByte) - submitted.Values.Min()).TotalSeconds,
            submitted.Keys.Count(id => !complete.Contains(id)),
            complete.Sum(copies => copies.Count() - 1),
            Of(name).Count(document => !document.Complete));
    }
}
