using System.Diagnostics;
using TicketFlow.EventStore.Tests.Support;

namespace TicketFlow.EventStore.Tests.Crashes;

/// <summary>
/// The process that dies: appends and projects, reports each acknowledged append on its output, and kills itself (SIGKILL) the moment the
/// store passes a named step for the n-th time. Without a step it runs to its end.
/// </summary>
internal static class CrashHost
{
    private const int Callers = 8;
    private const int AppendsPerCaller = 30;

    public static async Task<int> Main(string[] args)
    {
        if (args is not [var connectionString, var run, var step, var occurrence])
        {
            return 2;
        }

        var left = int.Parse(occurrence);
        await using var store = DocumentStore.For(o =>
        {
            o.ConnectionString = connectionString;
            o.Events.MapEventType<TicketCounted>("ticket_counted").Aggregate<TicketState>("ticket", TicketState.Fold);
            o.Projections.AddInline(new TotalsProjection()).AddAsync(new TicketViewProjection()).AddAsync(new AuditProjection());
            o.Daemon.PageSize = 20;
            o.Daemon.StaleSequenceThreshold = TimeSpan.FromMilliseconds(200);
            o.Daemon.BusyPolling = TimeSpan.FromMilliseconds(20);
            o.Daemon.RetryDelay = TimeSpan.FromMilliseconds(50);
            o.AtStep = passed =>
            {
                if (passed == step && Interlocked.Decrement(ref left) == 0)
                {
                    Process.GetCurrentProcess().Kill();
                    new ManualResetEvent(initialState: false).WaitOne();
                }
            };
        });
        await using var daemon = store.BuildProjectionDaemon();
        await daemon.StartAllAsync();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => AppendAsync(store, run, caller)));
        await daemon.WaitForNonStaleDataAsync(Eventually.Deadline);
        return 0;
    }

    // Half of the appends are fenced (one round trip), half are not (locked first).
    private static async Task AppendAsync(DocumentStore store, string run, int caller)
    {
        for (var i = 0; i < AppendsPerCaller; i++)
        {
            var key = $"job-{(caller * 3) + (i % 3)}";
            var session = store.LightweightSession();
            session.CorrelationId = $"{run}-{caller}-{i}";
            if (i % 2 == 0)
            {
                (await session.Events.FetchForWriting<TicketState>(key)).AppendMany(new TicketCounted(1), new TicketCounted(1));
            }
            else
            {
                session.Events.Append(key, new TicketCounted(1), new TicketCounted(1));
            }

            await session.SaveChangesAsync();
            Console.Out.WriteLine(session.CorrelationId);
        }
    }
}
