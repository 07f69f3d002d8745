using Microsoft.Extensions.Logging;
using TicketFlow.Agent.Options;
using TicketFlow.Printing;

namespace TicketFlow.Agent.Transfers;

/// <summary>
/// Stands between the agent and a mechanism from outside. One that keeps the contract does not notice; one that throws, does not end, or
/// tells what cannot be, fails its job with <see cref="TransferFault.MechanismFaulty"/>, and nothing that may have left is sent again.
/// </summary>
internal sealed class PluginGuard(ITransferMechanism plugin, TransferOptions options, TimeProvider clock, ILogger<PluginGuard> log)
    : IRecallsJobs
{
    /// <inheritdoc />
    public string Name { get; } = plugin.Name;

    /// <inheritdoc />
    public async Task<TransferResult> SendAsync(TransferJob job, IProgress<long> bytesSent, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var run = new PluginRun(job, bytesSent, clock);

        // Not disposed: one that never ends goes on holding it.
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = Task.Run(() => plugin.SendAsync(run.Order, run, stop.Token), CancellationToken.None);
        var ended = await EndsAsync(sending, run, stop, cancellationToken);
        run.TakeBack();
        var result = ended ? await JudgeAsync(sending, run, job, cancellationToken) : Faulty("did not end, though it was told to");
        if (result.Fault is TransferFault.MechanismFaulty)
        {
            PluginLog.Faulty(log, Name, job.Label.Key, result.Text!, sending.Exception?.InnerException);
        }

        await run.SettleAsync(result.AnyByteLeft || (result.Fault is TransferFault.MechanismFaulty && run.HasRead));
        return result with
        {
            BytesSent = result.Succeeded ? job.Length : run.Told,
            AnyByteLeft = run.HasBegun,
            Tries = Math.Clamp(result.Tries, 1, 1000),
            Duration = clock.GetElapsedTime(started),
        };
    }

    /// <inheritdoc />
    public async Task<TransferResult?> RecallAsync(TransferJob job, string trace, CancellationToken cancellationToken)
    {
        if (plugin is not IRecallsJobs recalls)
        {
            return null;
        }

        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asking = Task.Run(() => recalls.RecallAsync(job, trace, stop.Token), CancellationToken.None);
        try
        {
            return await asking.WaitAsync(options.PluginSilence, clock, CancellationToken.None);
        }
        catch (OperationCanceledException) when (job.WaitNoLonger.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            _ = stop.CancelAsync();
            PluginLog.Faulty(log, Name, job.Label.Key, "It could not say what became of the job.", e);
            return null;
        }
    }

    /// <summary>Whether it came to an end, by itself or because it was told to.</summary>
    private async Task<bool> EndsAsync(Task sending, PluginRun run, CancellationTokenSource stop, CancellationToken cancellationToken)
    {
        while (!sending.IsCompleted && !cancellationToken.IsCancellationRequested
            && options.PluginSilence - run.Silence is var rest && rest > TimeSpan.Zero)
        {
            await Task.WhenAny(sending, Task.Delay(rest, clock, cancellationToken));
        }

        if (!sending.IsCompleted)
        {
            // Not waited for: what it does when it is told to stop may hang as well.
            _ = stop.CancelAsync();
            await Task.WhenAny(sending, Task.Delay(options.PluginGrace, clock, CancellationToken.None));
        }

        return sending.IsCompleted;
    }

    private async Task<TransferResult> JudgeAsync(
        Task<TransferResult> sending, PluginRun run, TransferJob job, CancellationToken cancellationToken)
    {
        try
        {
            return await sending switch
            {
                null => Faulty("said nothing of how it ended"),
                { Succeeded: true } when !run.HasReadAll => Faulty("says that all is printed, and has not read the document to its end"),
                { Succeeded: true } when !run.HasBegun => Faulty("sent the document without announcing it (BeforeFirstByte)"),
                { Succeeded: true, BytesSent: var sent } when sent != job.Length =>
                    Faulty($"says that {sent} bytes are the whole document, which has {job.Length}"),
                var result => result,
            };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new TransferResult(TransferFault.Cancelled, "The transfer was broken off.", 0, AnyByteLeft: false, 1, TimeSpan.Zero);
        }
        catch (Exception e)
        {
            return Faulty($"failed: {e.Message}");
        }
    }

    private TransferResult Faulty(string what) => new(
        TransferFault.MechanismFaulty, $"The mechanism '{Name}' {what}. Tell whoever made it.", 0, AnyByteLeft: false, 1, TimeSpan.Zero);
}

internal static partial class PluginLog
{
    [LoggerMessage(2310, LogLevel.Error, "The mechanism {Name} broke its contract at job {Key}: {What}")]
    public static partial void Faulty(ILogger log, string name, string key, string what, Exception? error);
}
