using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Journal;
using TicketFlow.Agent.Options;
using TicketFlow.Agent.Spool;
using TicketFlow.Contracts.Errors;
using TicketFlow.Printing;
using TicketFlow.Printing.Bandwidth;

namespace TicketFlow.Agent.Transfers;

/// <summary>Carries out go-aheads, a bounded number at a time; how many per printer, the server decides by its go-aheads.</summary>
internal sealed class TransferRunner(
    JobLifecycle jobs, SpoolStore spool, TransferBoard board, IEnumerable<ITransferMechanism> mechanisms, BandwidthLimits bandwidth,
    TransferOptions options, TimeProvider clock, ILogger<TransferRunner> log) : BackgroundService
{
    private readonly Dictionary<string, ITransferMechanism> _mechanisms = mechanisms.ToDictionary(m => m.Name, StringComparer.Ordinal);
    private readonly SemaphoreSlim _slots = new(options.Parallel);
    private readonly CancellationTokenSource _abort = new();
    private readonly CancellationTokenSource _ending = new();

    public override void Dispose()
    {
        _abort.Dispose();
        _ending.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var entry in jobs.TransferQueue.ReadAllAsync(stoppingToken))
            {
                await _slots.WaitAsync(stoppingToken);
                _ = RunAsync(entry);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await LetRunningEndAsync();
        }
    }

    /// <summary>What still runs after the wait is broken off: the journal says "sending", and the next start reports it.</summary>
    private async Task LetRunningEndAsync()
    {
        var began = clock.GetTimestamp();
        await _ending.CancelAsync();
        while (!board.IsEmpty && clock.GetElapsedTime(began) < options.EndWait)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), clock, CancellationToken.None);
        }

        await _abort.CancelAsync();
    }

    private async Task RunAsync(JobEntry entry)
    {
        using var transfer = CancellationTokenSource.CreateLinkedTokenSource(_abort.Token);
        entry.BeginTransfer(transfer, clock.GetTimestamp());
        board.Add(entry, transfer);
        try
        {
            var outcome = entry.State.Phase is JobPhase.Sending
                ? await RecallAsync(entry, transfer)
                : await SendAsync(entry, transfer.Token);
            if (outcome is TransferSucceeded || (outcome is not null && !_abort.IsCancellationRequested))
            {
                jobs.Apply(entry, outcome);
            }
        }
        catch (Exception e)
        {
            // The top of a loop: a fault of ours must reach the user as a failed job, not as a dead agent.
            TransferLog.Fault(log, entry.Key, e);
            jobs.Apply(entry, new TransferBroke(TransferErrors.Internal, "The agent failed: " + e.Message, entry.BytesSent, true, 1));
        }
        finally
        {
            entry.EndTransfer(transfer);
            board.Remove(entry, transfer);
            _slots.Release();
        }
    }

    private async Task<JobInput> SendAsync(JobEntry entry, CancellationToken cancellationToken)
    {
        var job = entry.State;
        if (job.StopCode is { } stop)
        {
            return Broke(stop, "The job was stopped.");
        }

        if (!_mechanisms.TryGetValue(job.Mechanism ?? "", out var mechanism))
        {
            return Broke(TransferErrors.MechanismUnknown, $"This agent knows no mechanism '{job.Mechanism}'.");
        }

        try
        {
            await using var document = spool.OpenRead(job);
            var trace = default(string);
            var order = OrderOf(job, bandwidth.Pace(document, job.Address!)) with
            {
                NoteTrace = found => trace = found,
                BeforeFirstByte = _ => BeginAsync(entry, trace),
            };
            return Outcome(await mechanism.SendAsync(order, entry, cancellationToken));
        }
        catch (JournalUnavailableException e)
        {
            return Broke(DiskFaults.CodeOf(e), "The start could not be noted: " + e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Broke(TransferErrors.SpoolGone, "The document is no longer in the agent's spool: " + e.Message);
        }
        catch (OperationCanceledException)
        {
            return Broke(TransferErrors.Internal, "The job was stopped.");
        }
    }

    /// <summary>The agent died while it sent the job. Null: the agent ends again; the next start asks.</summary>
    private async Task<JobInput?> RecallAsync(JobEntry entry, CancellationTokenSource transfer)
    {
        var job = entry.State;
        if (job.StopCode is not null)
        {
            await transfer.CancelAsync();
        }

        try
        {
            return _mechanisms.GetValueOrDefault(job.Mechanism ?? "") is IRecallsJobs mechanism
                && await mechanism.RecallAsync(OrderOf(job, Stream.Null), job.Trace ?? "", transfer.Token) is { } result
                ? Outcome(result.Succeeded ? result : result with { BytesSent = job.BytesSent })
                : new PrinterKnowsNothing();
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            return null;
        }
    }

    private TransferJob OrderOf(JobState job, Stream document) => new(job.Address!, document, job.Bytes ?? 0)
    {
        Label = new JobLabel(job.Key, job.Title, job.User, Environment.MachineName),
        Instructions = job.Instructions ?? PrintInstructions.None,
        WaitNoLonger = _ending.Token,
    };

    private async Task BeginAsync(JobEntry entry, string? trace)
    {
        try
        {
            await jobs.BeginSendingAsync(entry, trace);
        }
        catch (IOException e)
        {
            throw new JournalUnavailableException(e);
        }
    }

    private static TransferBroke Broke(string code, string text) => new(code, text, 0, AnyByteLeft: false, Tries: 1);

    private static JobInput Outcome(TransferResult result) => result.Fault is { } fault
        ? new TransferBroke(TransferCodes.Of(fault), result.Text ?? "", result.BytesSent, result.AnyByteLeft, result.Tries)
        : new TransferSucceeded(result.BytesSent, (long)result.Duration.TotalMilliseconds, TransferCodes.Of(result.Grade));
}

/// <summary>The journal took no record, so no byte may leave.</summary>
internal sealed class JournalUnavailableException(IOException error) : Exception(error.Message, error);
