using TicketFlow.Reporting.Facts;

namespace TicketFlow.Reporting.Ledger;

/// <summary>What an event of a job's life did to it, when it ended an attempt.</summary>
/// <param name="Kind">One of <see cref="OutcomeKinds"/>.</param>
/// <param name="BytesSent">Left for the resource.</param>
internal sealed record Ending(
    string Kind, long BytesSent = 0, string? Code = null, string? Rule = null, string? Grade = null, long? Milliseconds = null)
{
    /// <summary>The job ended with it.</summary>
    public bool IsFinal => Kind is not (OutcomeKinds.NotStarted or OutcomeKinds.Moved);
}

/// <summary>Folds a job's events into its record. Pure but for the record; never refuses: history is true.</summary>
internal static class JobLedgerFold
{
    /// <summary>The record of a stream's first event; null when the log begins in mid-life.</summary>
    public static JobRecord? Begin(JobFact fact, DateTimeOffset at) => fact switch
    {
        JobOpened e => new JobRecord
        {
            JobId = e.JobId,
            Agent = e.Agent,
            Resource = e.Resource,
            Domain = Name(e.Domain),
            User = Name(e.User),
            Title = e.Title,
            ClientVersion = e.ClientVersion,
            OperatingSystem = e.OperatingSystem,
            DriverVersion = e.DriverVersion,
            OpenedAt = at,
        },
        JobRefused e => new JobRecord
        {
            JobId = e.JobId,
            Agent = e.Agent,
            Resource = e.Resource,
            Domain = Name(e.Domain),
            User = Name(e.User),
            OpenedAt = at,
        },
        _ => null,
    };

    /// <summary>Folds one event; the ending, when an attempt or the request ended with it.</summary>
    public static Ending? Apply(JobRecord job, JobFact fact, DateTimeOffset at)
    {
        switch (fact)
        {
            case JobDescribed e:
                Describe(job, e);
                Queue(job, at);
                return null;
            case GoAheadIssued e:
                (job.State, job.Attempt, job.GoAheadAt, job.StartedAt) = (JobRecordStates.Released, e.Attempt, at, null);
                job.Mechanism = e.Mechanism;
                return null;
            case TransferStarted:
                (job.State, job.StartedAt) = (JobRecordStates.Printing, at);
                job.WaitMs = Between(job.QueuedAt ?? job.OpenedAt, at);
                return null;
            case ResendChosen e:
                job.Resource = e.Resource;
                Queue(job, at);
                return null;
            default:
                return EndingOf(job, fact) is { } ending ? End(job, fact, ending, at) : null;
        }
    }

    /// <summary>Milliseconds from one moment to another; not negative, for servers' clocks differ.</summary>
    public static long Between(DateTimeOffset from, DateTimeOffset to) => Math.Max(0, (long)(to - from).TotalMilliseconds);

    private static Ending? EndingOf(JobRecord job, JobFact fact) => fact switch
    {
        JobRefused e => new(OutcomeKinds.Refused, 0, e.Code, e.Rule),
        TransferCompleted e => new(OutcomeKinds.Completed, e.BytesSent, Grade: e.Grade, Milliseconds: e.Milliseconds),
        TransferFailed e => new(OutcomeKinds.Failed, e.BytesSent, e.Code),
        TransferInterrupted e => new(OutcomeKinds.Interrupted, e.BytesSent, e.Reason),
        JobCancelled e => new(OutcomeKinds.Cancelled, e.BytesSent, e.Code),
        TransferStartFailed e => new(e.RetryAt is null ? OutcomeKinds.Failed : OutcomeKinds.NotStarted, 0, e.Code),
        JobMoved e => new(OutcomeKinds.Moved, e.BytesSent),
        _ => null,
    };

    private static Ending? End(JobRecord job, JobFact fact, Ending ending, DateTimeOffset at)
    {
        job.PrintMs = ending.Milliseconds ?? (job.StartedAt is { } started ? Between(started, at) : null);
        if (ending.IsFinal)
        {
            (job.State, job.EndedAt, job.Code, job.Grade) = (ending.Kind, at, ending.Code, ending.Grade);
            job.Endings++;
        }

        // A move of a job that only waited ends no attempt.
        return fact is JobMoved { BytesSent: 0 } ? null : ending;
    }

    /// <summary>After the outcome is written: the job waits again, at another printer or for another try.</summary>
    public static void GoOn(JobRecord job, JobFact fact)
    {
        switch (fact)
        {
            case JobMoved e:
                job.Resource = e.To;
                WaitOn(job);
                break;
            case TransferStartFailed { RetryAt: not null }:
                WaitOn(job);
                break;
        }
    }

    // It keeps its age: the wait is the user's, whatever the reason.
    private static void WaitOn(JobRecord job) =>
        (job.State, job.StartedAt, job.WaitMs, job.PrintMs) = (JobRecordStates.Waiting, null, null, null);

    private static void Queue(JobRecord job, DateTimeOffset at)
    {
        (job.State, job.QueuedAt, job.StartedAt, job.EndedAt) = (JobRecordStates.Waiting, at, null, null);
        (job.WaitMs, job.PrintMs, job.Code, job.Grade) = (null, null, null, null);
    }

    private static void Describe(JobRecord job, JobDescribed e)
    {
        (job.Bytes, job.Pages, job.Copies, job.Colour) = (e.Bytes, e.Pages, Math.Max(1, e.Copies ?? 1), e.Colour);
        (job.Sides, job.Paper) = (e.Sides, e.Paper);
        // Old events do not tell sheets; they follow when the sides are known.
        long? computed = e is { Pages: { } pages, Sides: { } sides } ? SheetsOf(pages, sides) * job.Copies : null;
        job.Sheets = e.Sheets ?? computed;
    }

    // Names of people are one whatever their case.
    private static string? Name(string? name) => name?.ToLowerInvariant();

    private static long SheetsOf(long pages, int sides) => sides == 2 ? (pages + 1) / 2 : pages;
}
