using System.Text.Json;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;

namespace TicketFlow.Agent.Jobs;

/// <summary>What this agent says of itself in each ticket request.</summary>
internal sealed record AgentIdentity(string ClientVersion, string OperatingSystem, string DriverVersion, string Address)
{
    /// <summary>Changes with the network: a laptop moves, a VPN comes up.</summary>
    public string Address { get; set; } = Address;

    /// <summary>What this start is called, and those before it, newest first; empty when that could not be kept.</summary>
    public IReadOnlyList<string> Starts { get; init; } = [];
}

/// <summary>A message for the server, not yet sent.</summary>
/// <param name="IsRepeat">It was confirmed before, and is said again in case that the broker has lost it.</param>
internal sealed record OutgoingMessage(string Type, byte[] Body, Action? Delivered = null, bool IsRepeat = false);

/// <summary>Writes the message of a given type from a job's state.</summary>
internal static class JobMessages
{
    public static byte[] Compose(JobState job, string type, long sequence, AgentIdentity agent) => type switch
    {
        MessageTypes.TicketRequest => JsonSerializer.SerializeToUtf8Bytes(Request(job, sequence, agent), AgentJson.Default.TicketRequest),
        MessageTypes.JobDescription => JsonSerializer.SerializeToUtf8Bytes(
            new JobDescription(sequence, job.JobId, agent.Address, PagesOf(job), job.Bytes, Properties: job.Document?.ForServer()),
            AgentJson.Default.JobDescription),
        MessageTypes.GoAheadReceipt => JsonSerializer.SerializeToUtf8Bytes(
            new GoAheadReceipt(sequence, job.JobId, job.Attempt), AgentJson.Default.GoAheadReceipt),
        MessageTypes.StartReport => JsonSerializer.SerializeToUtf8Bytes(
            new StartReport(sequence, job.JobId, job.Attempt), AgentJson.Default.StartReport),
        MessageTypes.StartFailure => JsonSerializer.SerializeToUtf8Bytes(Failure(job, sequence), AgentJson.Default.StartFailure),
        MessageTypes.CompletionReport => JsonSerializer.SerializeToUtf8Bytes(
            new CompletionReport(sequence, job.JobId, job.Attempt, job.BytesSent, job.Grade ?? CompletionGrades.Accepted, job.Milliseconds),
            AgentJson.Default.CompletionReport),
        MessageTypes.TransferFailure => JsonSerializer.SerializeToUtf8Bytes(
            new TransferFailure(sequence, job.JobId, job.Attempt, job.BytesSent, job.Code, job.Text), AgentJson.Default.TransferFailure),
        MessageTypes.InterruptionReport => JsonSerializer.SerializeToUtf8Bytes(
            new InterruptionReport(sequence, job.JobId, job.Attempt, job.BytesSent), AgentJson.Default.InterruptionReport),
        MessageTypes.CancelRequest => JsonSerializer.SerializeToUtf8Bytes(
            new CancelRequest(sequence, job.JobId, ReasonOf(job)), AgentJson.Default.CancelRequest),
        MessageTypes.StopReport => JsonSerializer.SerializeToUtf8Bytes(
            new StopReport(sequence, job.JobId, job.BytesSent), AgentJson.Default.StopReport),
        MessageTypes.WaitRequest => JsonSerializer.SerializeToUtf8Bytes(
            new WaitRequest(sequence, job.JobId), AgentJson.Default.WaitRequest),
        MessageTypes.ResendRequest => JsonSerializer.SerializeToUtf8Bytes(
            new ResendRequest(sequence, job.JobId), AgentJson.Default.ResendRequest),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a message about one job."),
    };

    /// <summary>Ticket request, or description when the job was opened first and has its id.</summary>
    public static string QuestionOf(JobState job) =>
        job is { OpenedFirst: true, JobId: not null, Phase: JobPhase.Accepted } ? MessageTypes.JobDescription : MessageTypes.TicketRequest;

    private static TicketRequest Request(JobState job, long sequence, AgentIdentity agent) => new(
        sequence, job.Key, agent.ClientVersion, agent.OperatingSystem, agent.DriverVersion, job.Printer, job.Domain, job.User,
        job.Title, agent.Address, PagesOf(job), job.OpenedFirst ? null : job.Bytes, Properties: job.Document?.ForServer());

    private static int? PagesOf(JobState job) => job.Document?.Pages is <= TicketRequest.MostPages and var pages ? pages : null;

    /// <summary>Why a job that never had its document is cancelled; null when its user wants it so.</summary>
    private static string? ReasonOf(JobState job) =>
        job is { Phase: JobPhase.Cancelled, Bytes: null } && job.Code != StopCodes.ByUser ? job.Code : null;

    private static StartFailure Failure(JobState job, long sequence) => job.Phase is JobPhase.StartFailed
        ? new StartFailure(sequence, job.JobId, job.Attempt, job.Code, job.Text, job.Tries)
        : new StartFailure(
            sequence, job.JobId, job.Attempt, TransferErrors.SpoolGone, "The agent has no document for this job any more.");
}
