using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Journal;
using TicketFlow.Agent.Options;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.LocalApi;
using TicketFlow.Printing;

namespace TicketFlow.Agent.Spool;

/// <summary>A document on its way in.</summary>
/// <param name="Printer">Printer name.</param>
/// <param name="Title">Document title.</param>
/// <param name="User">User proven by the system.</param>
/// <param name="Domain">The user's domain.</param>
/// <param name="Length">Its length, or null when only its end will tell.</param>
/// <param name="Body">The document.</param>
/// <param name="Told">What the application told of it.</param>
internal sealed record Submission(
    string Printer, string Title, string User, string Domain, long? Length, Stream Body, DocumentFacts? Told = null)
{
    /// <summary>How it is to be printed, as far as the application said it beside the document.</summary>
    public PrintInstructions? Instructions { get; init; }

    /// <summary>The job's key, when it was given one before its document came.</summary>
    public string Key { get; init; } = JobKeys.Next();
}

/// <summary>
/// The job, or why there is none. The job may be an older one that the submission repeats (<see cref="UnansweredJobs"/>).
/// </summary>
internal sealed record SubmissionResult(
    JobEntry? Job, string? Code = null, string? Text = null, IReadOnlyList<LocalAlternative>? Alternatives = null);

/// <summary>
/// Takes documents in (patent steps 3-1 to 3-6). When a job is returned, it and its document survive a kill and a power cut. Small
/// documents ride in the journal; for a large one of known length the server is asked before a byte is spooled.
/// </summary>
internal sealed class DocumentIntake(
    JobLifecycle jobs, JobJournal journal, SpoolStore spool, DocumentInspector inspector, UnansweredJobs unanswered, SpoolOptions options,
    TimeProvider clock)
{
    public async Task<SubmissionResult> TakeAsync(Submission submission, CancellationToken cancellationToken)
    {
        if (submission.Length > options.MaxDocument)
        {
            return TooLarge();
        }

        if (submission.Length > options.MemoryThreshold)
        {
            return await TakeLargeAsync(submission, cancellationToken);
        }

        var buffer = ArrayPool<byte>.Shared.Rent((int)(submission.Length ?? options.MemoryThreshold) + 1);
        try
        {
            var read = await ReadAsync(submission.Body, buffer, cancellationToken);
            if (read == 0)
            {
                return new SubmissionResult(null, AgentErrors.DocumentEmpty, "The document is empty: nothing to print.");
            }

            return read < buffer.Length && read <= options.MemoryThreshold && spool.Memory.TryTake(read)
                ? await TakeSmallAsync(submission, buffer.AsMemory(0, read), cancellationToken)
                : await TakeFileAsync(submission, buffer.AsMemory(0, read), opened: null, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<SubmissionResult> TakeSmallAsync(
        Submission submission, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        if (Repeated(submission, document) is { } known)
        {
            spool.Memory.GiveBack(document.Length);
            return new SubmissionResult(known);
        }

        var accepted = default(JobAccepted);
        try
        {
            var facts = await inspector.InspectAsync(document, submission.Told, cancellationToken);
            accepted = Accepted(submission, submission.Key, document.Length, file: null, facts);
            await journal.AppendDurablyAsync(RecordKind.Event, accepted.Key, JobLifecycle.Serialize(accepted), document);
        }
        catch (IOException e)
        {
            spool.Memory.GiveBack(document.Length);
            return DiskFull(e);
        }
        catch (OperationCanceledException)
        {
            spool.Memory.GiveBack(document.Length);
            throw;
        }

        var entry = jobs.Enter(accepted);
        entry.Hash = SHA256.HashData(document.Span);
        return new SubmissionResult(entry);
    }

    private async Task<SubmissionResult> TakeLargeAsync(Submission submission, CancellationToken cancellationToken)
    {
        var opened = new JobOpened(
            submission.Key, submission.Printer, submission.Title, submission.User, submission.Domain, clock.GetUtcNow(),
            submission.Instructions);
        try
        {
            await journal.AppendDurablyAsync(RecordKind.Event, opened.Key, JobLifecycle.Serialize(opened));
        }
        catch (IOException e)
        {
            return DiskFull(e);
        }

        var entry = jobs.Enter(opened);
        await AnswerAsync(entry, cancellationToken);
        if (entry.State.Phase is JobPhase.Refused)
        {
            return new SubmissionResult(null, entry.State.Code, entry.State.Text, entry.State.Alternatives);
        }

        var result = default(SubmissionResult);
        try
        {
            result = await TakeFileAsync(submission, ReadOnlyMemory<byte>.Empty, entry, cancellationToken);
            return result;
        }
        finally
        {
            if (result?.Job != entry)
            {
                jobs.Apply(entry, new UserCancelled(result?.Code ?? JobDecider.SubmissionBrokenOff));
            }
        }
    }

    /// <summary>Waits for the server's word, but not for ever: a server that is away must not keep users from their desks.</summary>
    private async Task AnswerAsync(JobEntry entry, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.OpenWait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            while (entry.NextChange() is var change && entry.State is { Phase: JobPhase.Opening, JobId: null })
            {
                await change.WaitAsync(either.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Silent: the document is taken in, and the question goes on being asked.
        }
    }

    private async Task<SubmissionResult> TakeFileAsync(
        Submission submission, ReadOnlyMemory<byte> first, JobEntry? opened, CancellationToken cancellationToken)
    {
        var key = submission.Key;
        var file = key + ".doc";
        using var spooling = new SpoolFile(spool, file, options.MaxDocument);
        var kept = false;
        try
        {
            var (length, code) = await spooling.WriteAsync(first, submission.Body, cancellationToken);
            if (code is not null)
            {
                return code == AgentErrors.DocumentTooLarge ? TooLarge() : SpoolFull();
            }

            if (unanswered.Claim(submission, length, spooling.OpenRead) is { } known)
            {
                return new SubmissionResult(known);
            }

            // The disk works while the document is looked into.
            var durable = spooling.MakeDurableAsync();
            var facts = await AlongsideAsync(
                durable, inspector.InspectAsync(spooling.OpenRead, submission.Told, cancellationToken));
            var entry = await KeepAsync(submission, opened, key, new Spooled(file, length, facts));
            kept = entry is not null;
            return kept
                ? new SubmissionResult(entry)
                : new SubmissionResult(null, JobDecider.SubmissionBrokenOff, "The job was ended while its document came in.");
        }
        catch (IOException e) when (spooling.OwnFault)
        {
            return DiskFull(e);
        }
        finally
        {
            if (!kept)
            {
                spooling.Discard();
            }
        }
    }

    /// <summary>What the one found, once both have ended.</summary>
    private static async Task<T> AlongsideAsync<T>(Task other, Task<T> finding)
    {
        await Task.WhenAll(other, finding);
        return await finding;
    }

    private async Task<JobEntry?> KeepAsync(Submission submission, JobEntry? opened, string key, Spooled spooled)
    {
        if (opened is not null)
        {
            return await jobs.FinishSpoolingAsync(opened, spooled.Length, spooled.File, spooled.Facts) ? opened : null;
        }

        var accepted = Accepted(submission, key, spooled.Length, spooled.File, spooled.Facts);
        await journal.AppendDurablyAsync(RecordKind.Event, key, JobLifecycle.Serialize(accepted));
        return jobs.Enter(accepted);
    }

    private JobEntry? Repeated(Submission submission, ReadOnlyMemory<byte> document)
    {
        // The intake's own buffer: always an array.
        _ = MemoryMarshal.TryGetArray(document, out var bytes);
        return unanswered.Claim(
            submission, document.Length, () => new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false));
    }

    private JobAccepted Accepted(Submission s, string key, long length, string? file, DocumentFacts facts) =>
        new(key, s.Printer, s.Title, s.User, s.Domain, clock.GetUtcNow(), length, file, facts, s.Instructions);

    private static async ValueTask<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellationToken)
    {
        var read = 0;
        while (read < buffer.Length && await body.ReadAsync(buffer.AsMemory(read), cancellationToken) is > 0 and var more)
        {
            read += more;
        }

        return read;
    }

    private SubmissionResult TooLarge() => new(
        null, AgentErrors.DocumentTooLarge, $"The document is larger than this agent takes ({options.MaxDocument} bytes).");

    private SubmissionResult SpoolFull() => new(
        null, AgentErrors.SpoolFull, "The agent's spool is full. Wait until some jobs have printed, or cancel some, and print again.");

    private static SubmissionResult DiskFull(IOException error) => new(
        null, DiskFaults.CodeOf(error), DiskFaults.TextOf(error));

    /// <summary>A document in its file.</summary>
    private sealed record Spooled(string File, long Length, DocumentFacts Facts);
}
