using System.Collections.Concurrent;
using System.Text;
using TicketFlow.Contracts.LocalApi;
using TicketFlow.SystemUnderTest;

namespace EndToEnd.Tests.Crashes;

/// <summary>Many numbered documents submitted to the agent, which may die meanwhile. What it acknowledged is remembered.</summary>
internal sealed class CrashLoad(TicketFlowSystem system)
{
    public const int Jobs = 500;
    public const int DocumentBytes = 10_000;
    private const int Submitters = 16;

    private int _next = -1;

    /// <summary>Document id to the job as acknowledged.</summary>
    public ConcurrentDictionary<string, LocalJob> Acknowledged { get; } = new(StringComparer.Ordinal);

    /// <summary>Documents submitted without an acknowledgement: the agent may have them or not.</summary>
    public ConcurrentDictionary<string, bool> Unknown { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Submits until so many are acknowledged. A submitter that gets no answer waits for the given moment before it goes on.
    /// </summary>
    public Task SubmitAsync(Task agentIsBack)
    {
        var wanted = Jobs;
        return SubmitAsync(
            () => Task.FromResult(Interlocked.Decrement(ref wanted) >= 0),
            () =>
            {
                Interlocked.Increment(ref wanted);
                return agentIsBack;
            });
    }

    /// <summary>Submits for as long as another one is wanted. A submitter that gets no answer waits before it goes on.</summary>
    public Task SubmitAsync(Func<Task<bool>> another, Func<Task> agentIsBack)
    {
        async Task SubmitterAsync()
        {
            while (await another())
            {
                if (!await SubmitOneAsync(Interlocked.Increment(ref _next)))
                {
                    await agentIsBack();
                }
            }
        }

        return Task.WhenAll(Enumerable.Range(0, Submitters).Select(_ => Task.Run(SubmitterAsync)));
    }

    private async Task<bool> SubmitOneAsync(int number)
    {
        var id = $"doc-{number:D5}";
        var document = new byte[DocumentBytes];
        new Random(number).NextBytes(document);
        Encoding.ASCII.GetBytes($"%TF-ID: {id}\n").CopyTo(document, 0);
        var job = await system.Agents[0].SubmitAsync(system.PrinterNames[number % system.PrinterNames.Count], id, document);
        return job is null ? !Unknown.TryAdd(id, value: true) : Acknowledged.TryAdd(id, job);
    }
}
