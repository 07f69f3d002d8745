using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Options;

namespace TicketFlow.Agent.Spool;

/// <summary>
/// Jobs that the agent has, and whose submitter was never told so: the connection broke, or the agent died in between. Such a submitter
/// sees a failure and sends the document again, and no protocol has a word for "the same once more" (RFC 8011, RFC 1179). So the same
/// document (user, printer, title, instructions and every byte) within a while is answered with the job that is there. Whoever was told
/// gets as many jobs as documents.
/// </summary>
internal sealed class UnansweredJobs(
    JobLifecycle jobs, SpoolStore spool, SpoolOptions options, TimeProvider clock, ILogger<UnansweredJobs> log)
{
    private readonly Lock _gate = new();
    private readonly List<(JobEntry Entry, byte[] Hash)> _waiting = [];

    /// <summary>Answers the submitter, and notes whether that worked.</summary>
    /// <param name="taken">The jobs that the answer is about.</param>
    /// <param name="answer">Throws when the submitter cannot have got it.</param>
    public async Task TellAsync(IReadOnlyList<JobEntry> taken, Func<Task> answer)
    {
        var told = false;
        try
        {
            await answer();
            told = true;
        }
        finally
        {
            foreach (var entry in taken)
            {
                if (told)
                {
                    jobs.Apply(entry, new SubmitterTold());
                }
                else
                {
                    Note(entry);
                }
            }
        }
    }

    /// <summary>After a start, before any job goes on: a document that is printed and gone cannot be compared any more.</summary>
    public void Recover(JobEntry entry)
    {
        if (entry.State is { Told: false, Phase: not JobPhase.Opening } && IsRecent(entry))
        {
            Note(entry);
        }
    }

    /// <summary>The job that the submission is a repeat of; it is found once.</summary>
    /// <param name="length">Length of the document.</param>
    /// <param name="open">Opens the document that has just come.</param>
    /// <exception cref="IOException">The document cannot be read.</exception>
    public JobEntry? Claim(Submission submission, long length, Func<Stream> open)
    {
        lock (_gate)
        {
            _waiting.RemoveAll(waiting => !IsRecent(waiting.Entry));
            if (!_waiting.Exists(waiting => IsAlike(waiting.Entry.State, submission, length)))
            {
                return null;
            }
        }

        using var document = open();
        var hash = SHA256.HashData(document);
        lock (_gate)
        {
            var at = _waiting.FindIndex(waiting =>
                IsAlike(waiting.Entry.State, submission, length) && waiting.Hash.AsSpan().SequenceEqual(hash));
            if (at < 0)
            {
                return null;
            }

            var found = _waiting[at].Entry;
            _waiting.RemoveAt(at);
            log.LogInformation("Job {Key} came a second time, because its sender was not told the first time: printed once", found.Key);
            return found;
        }
    }

    /// <summary>One that did not come out may be wanted again.</summary>
    private static bool IsAlike(JobState job, Submission wanted, long length) =>
        (!job.IsEnded || job.Phase is JobPhase.Completed)
        && job.Bytes == length && job.User == wanted.User && job.Title == wanted.Title && job.Instructions == wanted.Instructions
        && string.Equals(job.Printer, wanted.Printer, StringComparison.OrdinalIgnoreCase);

    private bool IsRecent(JobEntry entry) => clock.GetUtcNow() - entry.State.AcceptedAt < options.UnansweredKept;

    private void Note(JobEntry entry)
    {
        if (options.UnansweredKept == TimeSpan.Zero)
        {
            return;
        }

        try
        {
            var hash = entry.Hash ?? HashOf(entry.State);
            lock (_gate)
            {
                _waiting.Add((entry, hash));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Printed meanwhile, and gone: then a repeat cannot be told from a new job.
            log.LogWarning(
                "The sender of job {Key} was not told that it was taken, and its document is gone: {Reason}", entry.Key, e.Message);
        }
    }

    private byte[] HashOf(JobState job)
    {
        using var document = spool.OpenRead(job);
        return SHA256.HashData(document);
    }
}
