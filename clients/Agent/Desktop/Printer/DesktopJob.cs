using TicketFlow.Agent.Jobs;
using TicketFlow.Contracts.Agents;
using TicketFlow.Ipp;

namespace TicketFlow.Agent.Desktop.Printer;

/// <summary>A job as IPP tells it, wherever it stands in the agent.</summary>
internal sealed record DesktopJob(
    int Number, string Name, string User, string Printer, IppJobState State, string Reason, string Message, DateTimeOffset CreatedAt)
{
    public DateTimeOffset? EndedAt { get; init; }

    public long? Bytes { get; init; }

    public long BytesSent { get; init; }

    public PrintTicket Ticket { get; init; } = PrintTicket.Empty;

    /// <summary>Created and not here yet, or held back: not among the agent's jobs.</summary>
    public CreatedJob? Created { get; init; }

    public JobEntry? Entry { get; init; }

    public bool IsEnded => State >= IppJobState.Canceled;

    /// <summary>
    /// As its sender is told of it in the answer that takes it: a job begins there, however fast it has ended meanwhile. What became of it
    /// the sender asks for; print systems and suites take a job that is born ended for a fault.
    /// </summary>
    public DesktopJob AsTaken() =>
        IsEnded ? this with { State = IppJobState.Pending, Reason = "job-queued", Message = "Taken." } : this;

    public static DesktopJob Of(JobEntry entry)
    {
        var job = entry.State;
        var (state, reason) = StateOf(job);
        return new DesktopJob(JobNumbers.Of(job.Key), job.Title, job.User, job.Printer, state, reason, MessageOf(job), job.AcceptedAt)
        {
            EndedAt = job.EndedAt,
            Bytes = job.Bytes,
            BytesSent = entry.BytesSent,
            Ticket = PrintTicket.Of(job.Document, job.Instructions),
            Entry = entry,
        };
    }

    public static DesktopJob Of(CreatedJob job) => new(
        JobNumbers.Of(job.Key), job.Title, job.User, job.Printer, job.State, job.Reason, job.Message, job.At)
    {
        Ticket = job.Ticket,
        Created = job,
        EndedAt = job.State >= IppJobState.Canceled ? job.At : null,
    };

    private static (IppJobState State, string Reason) StateOf(JobState job) => job switch
    {
        { Phase: JobPhase.Completed } => (IppJobState.Completed, "job-completed-successfully"),
        { Phase: JobPhase.Cancelled } => (IppJobState.Canceled, "job-canceled-by-user"),
        { Phase: JobPhase.Refused or JobPhase.Failed or JobPhase.Interrupted } => (IppJobState.Aborted, "aborted-by-system"),
        { StopCode: not null } or { CancelCode: not null } => (IppJobState.Processing, "processing-to-stop-point"),
        { Phase: JobPhase.Starting or JobPhase.Sending } => (IppJobState.Processing, "job-transforming"),
        { ServerState: JobStates.Held } => (IppJobState.PendingHeld, "job-held-by-service"),
        { Question: { Answered: false } } => (IppJobState.Pending, "printer-stopped"),
        _ => (IppJobState.Pending, "job-queued"),
    };

    private static string MessageOf(JobState job) => job switch
    {
        { IsEnded: true } => job.Text ?? job.Code ?? "",
        { Question: { Answered: false } question } => question.Text,
        { Phase: JobPhase.Starting or JobPhase.Sending } => "On its way to the printer.",
        { Position: { } place, StartsInSeconds: { } seconds } => $"Number {place} in the queue; starts in about {seconds} s.",
        { Position: { } place } => $"Number {place} in the queue.",
        { JobId: null } => "Kept by the agent; the ticket server has not answered yet.",
        _ => "Waits for its printer.",
    };
}
