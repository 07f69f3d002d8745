using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Jobs;

/// <summary>What an input does to a job. Pure: no clock, no IO; a repeat decides nothing new.</summary>
internal static class JobDecider
{
    /// <summary>Code of a job that ended with its submission: the user never got a promise.</summary>
    public const string SubmissionBrokenOff = StopCodes.BrokenOff;

    public static Decision Decide(JobState job, JobInput input, DateTimeOffset now) => input switch
    {
        TicketArrived i => Advised(job, i.Ticket.Advice, TicketDecisions.Decide(job, i.Ticket, now)),
        GoAheadArrived i => Advised(job, i.GoAhead.Advice, GoAheadDecisions.Decide(job, i.GoAhead)),
        RefusalArrived i => OnRefusal(job, i, now),
        CancelOrderArrived i => StopDecisions.Ordered(job, i.Code, i.Keep, now),
        UserCancelled i => StopDecisions.ByUser(job, i.Code, now),
        NoticeArrived i => NoticeDecisions.Noticed(job, i.Notice, now),
        SubmitterTold => job.Told ? Decision.Nothing : Decision.Of(new SubmitterWasTold()),
        UserWaits => NoticeDecisions.Waits(job),
        UserResends => ResendDecisions.ByUser(job),
        WishRefused => ResendDecisions.Refused(job),
        RetentionEnded => ResendDecisions.Forget(job),
        PrinterConnected => job.Phase is JobPhase.Starting
            ? Decision.Of(new SendingBegan(job.Attempt)).Then(new Say(MessageTypes.StartReport))
            : Decision.Nothing,
        TransferSucceeded i => job.Phase is JobPhase.Sending
            ? Decision.Of(new DocumentSent(i.Bytes, i.Milliseconds, now, i.Grade))
                .Then(new Say(MessageTypes.CompletionReport), new DropDocument())
            : Decision.Nothing,
        TransferBroke i => OnBroken(job, i, now),
        PrinterKnowsNothing => OnUnknownEnd(job, now),
        ProgressSeen i => job.Phase is JobPhase.Sending && i.BytesSent != job.BytesSent
            ? Decision.Of(new ProgressNoted(i.BytesSent))
            : Decision.Nothing,
        AgentRestarted => OnRestart(job, now),
        ReportConfirmed i => OnConfirmed(job, i),
        _ => throw new ArgumentOutOfRangeException(nameof(input), input.GetType().Name, "No such input."),
    };

    /// <summary>The report that belongs to the phase, or null when none does.</summary>
    public static string? ReportOf(JobState job) => job.Phase switch
    {
        JobPhase.Sending => MessageTypes.StartReport,
        JobPhase.StartFailed => MessageTypes.StartFailure,
        JobPhase.Completed => MessageTypes.CompletionReport,
        JobPhase.Failed => MessageTypes.TransferFailure,
        JobPhase.Interrupted => MessageTypes.InterruptionReport,
        JobPhase.Cancelled => MessageTypes.CancelRequest,
        _ => null,
    };

    private static Decision Advised(JobState job, Advice? advice, Decision decision) =>
        advice is { Code: not null, Text: not null }
        && new LocalAdvice(advice.Code, advice.Text, advice.Fetch) is var given && given != job.Advice
            ? decision with { Events = [.. decision.Events, new AdviceGiven(given)] }
            : decision;

    private static Decision OnRefusal(JobState job, RefusalArrived input, DateTimeOffset now) => job.Phase switch
    {
        JobPhase.Opening or JobPhase.Accepted =>
            Decision.Of(new JobRefused(input.Code, input.Text, now, input.Alternatives, input.Fetch)).Then(new DropDocument()),

        // The server does not know the job any more: there will be no other start.
        JobPhase.StartFailed =>
            Decision.Of(new TransferFailed(0, job.Code ?? input.Code, job.Text ?? input.Text, now), new ReportDelivered())
                .Then(new DropDocument()),
        JobPhase.Cancelled when !job.Reported => Decision.Of(new ReportDelivered()),
        JobPhase.Waiting when job.CancelCode is { } code =>
            Decision.Of(new JobCancelled(code, now, ServerKnows: true)).Then(new DropDocument()),
        _ when job.ResendWanted => ResendDecisions.Refused(job),
        _ => Decision.Nothing,
    };

    private static Decision OnBroken(JobState job, TransferBroke input, DateTimeOffset now)
    {
        if (job.Phase is not (JobPhase.Starting or JobPhase.Sending))
        {
            return Decision.Nothing;
        }

        if (job.StopCode is not null)
        {
            return StopDecisions.Stopped(job, input.BytesSent, now);
        }

        // Once "sending" is in the journal nobody can prove that nothing left, whatever the socket says.
        return job.Phase is JobPhase.Starting
            ? Decision.Of(new StartFailed(input.Code, input.Text, Math.Max(1, input.Tries))).Then(new Say(MessageTypes.StartFailure))
            : Decision.Of(new TransferFailed(input.BytesSent, input.Code, input.Text, now, Kept: true))
                .Then(new Say(MessageTypes.TransferFailure));
    }

    private static Decision OnRestart(JobState job, DateTimeOffset now) => job switch
    {
        { IsClosed: true } => Decision.Nothing,
        { Phase: JobPhase.Opening } => StopDecisions.ByUser(job, SubmissionBrokenOff, now),
        { Phase: JobPhase.Accepted } or { MustLearnIdToCancel: true } => Decision.Only(new Ask()),
        { ResendWanted: true, Reported: false } => Decision.Only(new Say(ReportOf(job)!), new Say(MessageTypes.ResendRequest)),
        { ResendWanted: true } => Decision.Only(new Say(MessageTypes.ResendRequest)),

        // The printer knows more than the agent; a stop that was ordered still has to reach it.
        { Phase: JobPhase.Sending, Trace: not null } => Decision.Only(new Say(MessageTypes.StartReport), new RecallTransfer()),

        // The stop was carried out by the agent's end: its connection to the printer is gone.
        { Phase: JobPhase.Starting or JobPhase.Sending, StopCode: not null } => StopDecisions.Stopped(job, job.BytesSent, now),
        { Phase: JobPhase.Starting } => Decision.Of(new StartAbandoned()),
        { Phase: JobPhase.Sending } => OnUnknownEnd(job, now),
        { Phase: JobPhase.Waiting, CancelCode: not null } => Decision.Only(new Say(MessageTypes.CancelRequest)),
        { Phase: JobPhase.StartFailed, Reported: true } => Decision.Only(new Ask()),
        _ when ReportOf(job) is { } report => Decision.Only(new Say(report)),
        _ => Decision.Nothing,
    };

    private static Decision OnUnknownEnd(JobState job, DateTimeOffset now) => job switch
    {
        { Phase: not JobPhase.Sending } => Decision.Nothing,
        { StopCode: not null } => StopDecisions.Stopped(job, job.BytesSent, now),
        _ => Decision.Of(new JobInterrupted(now, Kept: true)).Then(new Say(MessageTypes.InterruptionReport)),
    };

    private static Decision OnConfirmed(JobState job, ReportConfirmed input)
    {
        if (job.Reported || input.Type != ReportOf(job) || input.Attempt != job.Attempt || job.Phase is JobPhase.Sending)
        {
            return Decision.Nothing;
        }

        var delivered = Decision.Of(new ReportDelivered());
        return job.Phase is JobPhase.StartFailed ? delivered.Then(new Ask()) : delivered;
    }

    /// <summary>The answer to a go-ahead for a job without a document here.</summary>
    public static StartFailure SpoolGone(long sequence, GoAhead goAhead) => new(
        sequence, goAhead.JobId, goAhead.Attempt, TransferErrors.SpoolGone, "The agent has no document for this job.");
}
