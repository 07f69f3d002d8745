namespace TicketFlow.Agent.Jobs;

/// <summary>How events make a state. History is true: nothing is refused here.</summary>
internal static class JobEvolution
{
    public static JobState Evolve(JobState state, JobEvent happened) => happened switch
    {
        JobOpened e => new JobState
        {
            Key = e.Key,
            Printer = e.Printer,
            Title = e.Title,
            User = e.User,
            Domain = e.Domain,
            AcceptedAt = e.At,
            Phase = JobPhase.Opening,
            OpenedFirst = true,
            Instructions = e.Instructions,
        },
        JobAccepted e => new JobState
        {
            Key = e.Key,
            Printer = e.Printer,
            Title = e.Title,
            User = e.User,
            Domain = e.Domain,
            AcceptedAt = e.At,
            Phase = JobPhase.Accepted,
            Bytes = e.Bytes,
            SpoolFile = e.SpoolFile,
            Document = e.Document,
            Instructions = e.Instructions,
        },
        DocumentSpooled e => state with
        {
            Phase = JobPhase.Accepted,
            Bytes = e.Bytes,
            SpoolFile = e.SpoolFile,
            Document = e.Document,
        },
        SubmitterWasTold => state with { Told = true },
        TicketReceived e => state with { JobId = e.JobId },
        JobQueued => state with
        {
            Phase = JobPhase.Waiting,
            Reported = false,
            EndedAt = null,
            DocumentKept = false,
            ResendWanted = false,
        },
        PlaceChanged e => state with
        {
            Position = e.Position,
            Why = e.Why,
            StartsInSeconds = e.StartsInSeconds,
            ServerState = e.ServerState,
        },

        // A question about the printer that the job has left asks nobody any more.
        PrinterChanged e => state with { Printer = e.Printer, Question = state.Question?.Printer == e.Printer ? state.Question : null },
        JobRefused e => state with
        {
            Phase = JobPhase.Refused,
            Code = e.Code,
            Text = e.Text,
            EndedAt = e.At,
            Reported = true,
            Alternatives = e.Alternatives,
            Fetch = e.Fetch,
        },
        JobCancelled e => state with
        {
            Phase = JobPhase.Cancelled,
            Code = e.Code,
            Text = null,
            EndedAt = e.At,
            Reported = e.ServerKnows,
            Question = null,
        },
        CancelAsked e => state with { CancelCode = e.Code },
        ResendAsked => state with { ResendWanted = true },
        ResendSettled => state with { ResendWanted = false },
        DocumentDropped => state with { DocumentKept = false },
        QuestionRaised e => state with { Question = e.Question },
        QuestionAnswered => state with { Question = state.Question is { } asked ? asked with { Answered = true } : null },
        AdviceGiven e => state with { Advice = e.Advice },
        QuestionClosed => state with { Question = null },
        ReportDelivered => state with { Reported = true },
        _ => EvolveTransfer(state, happened),
    };

    private static JobState EvolveTransfer(JobState state, JobEvent happened) => happened switch
    {
        GoAheadTaken e => state with
        {
            Phase = JobPhase.Starting,
            Attempt = e.Attempt,
            Address = e.Address,
            Mechanism = e.Mechanism,
            StatusSeconds = e.StatusSeconds,
            Position = null,
            Why = null,
            Code = null,
            Text = null,
            Reported = false,
            BytesSent = 0,
            StartsInSeconds = null,
            ServerState = null,
            Question = null,
            EndedAt = null,
            DocumentKept = false,
            ResendWanted = false,
        },
        AttemptAdopted e => state with
        {
            Attempt = e.Attempt,
            SentUnder = state.Phase is JobPhase.Sending ? e.Attempt : state.SentUnder,
        },
        StartAbandoned => state with { Phase = JobPhase.Waiting, Attempt = state.Attempt - 1 },
        StartFailed e => state with { Phase = JobPhase.StartFailed, Code = e.Code, Text = e.Text, Tries = e.Tries, Reported = false },
        SendingBegan e => state with { Phase = JobPhase.Sending, SentUnder = e.Attempt, Trace = e.Trace },
        ProgressNoted e => state with { BytesSent = e.BytesSent },
        StopOrdered e => state with { StopCode = e.Code, KeepAfterStop = e.Keep, StoppedByUser = e.ByUser },
        TransferStopped e => state with
        {
            Phase = JobPhase.Waiting,
            BytesSent = e.BytesSent,
            SentUnder = 0,
            StopCode = null,
            KeepAfterStop = false,
            Reported = false,
        },
        DocumentSent e => state with
        {
            Phase = JobPhase.Completed,
            BytesSent = e.Bytes,
            Milliseconds = e.Milliseconds,
            Grade = e.Grade,
            EndedAt = e.At,
            Reported = false,
        },
        TransferFailed e => state with
        {
            Phase = JobPhase.Failed,
            BytesSent = e.BytesSent,
            Code = e.Code,
            Text = e.Text,
            EndedAt = e.At,
            Reported = false,
            DocumentKept = e.Kept,
        },
        JobInterrupted e => state with { Phase = JobPhase.Interrupted, EndedAt = e.At, Reported = false, DocumentKept = e.Kept },
        _ => state,
    };
}
