using System.Text.Json.Serialization;

namespace TicketFlow.Contracts.Agents;

// What an agent sends to the ticket server. Short JSON names, ids once, no nulls: docs/protocol.md is the specification.
// The agent itself is never named in a body: the broker proves it (user-id property and routing key).

/// <summary>
/// TR1, patent step 3-1 (and 3-6 when <see cref="Bytes"/> is given): asks for a ticket. The same key sent again asks for the same ticket.
/// </summary>
/// <param name="Sequence">The agent's running number, echoed in the answer.</param>
/// <param name="Key">The agent's own key for the job, unique for this agent for ever: 16 characters of a-z and 2-7.</param>
/// <param name="ClientVersion">Version of the client software.</param>
/// <param name="OperatingSystem">Operating system with version.</param>
/// <param name="DriverVersion">Printer driver with version; <c>none</c> when driverless.</param>
/// <param name="Printer">Printer (resource) name.</param>
/// <param name="Domain">User's domain.</param>
/// <param name="User">User's name.</param>
/// <param name="Title">Document title, at most 200 characters.</param>
/// <param name="Address">The agent's IP address as it sees it.</param>
/// <param name="Pages">Pages, or null when unknown.</param>
/// <param name="Bytes">Bytes spooled, or null when not spooled yet: then a <see cref="JobDescription"/> follows.</param>
/// <param name="Configuration">Version of the agent's configuration.</param>
/// <param name="Properties">How it will come out, as far as known.</param>
public sealed record TicketRequest(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("k")] string? Key,
    [property: JsonPropertyName("cv")] string? ClientVersion,
    [property: JsonPropertyName("os")] string? OperatingSystem,
    [property: JsonPropertyName("dv")] string? DriverVersion,
    [property: JsonPropertyName("p")] string? Printer,
    [property: JsonPropertyName("d")] string? Domain,
    [property: JsonPropertyName("u")] string? User,
    [property: JsonPropertyName("t")] string? Title = null,
    [property: JsonPropertyName("ip")] string? Address = null,
    [property: JsonPropertyName("pg")] int? Pages = null,
    [property: JsonPropertyName("b")] long? Bytes = null,
    [property: JsonPropertyName("cf")] string? Configuration = null,
    [property: JsonPropertyName("pr")] PrintProperties? Properties = null)
{
    /// <summary>More printed sides than this are a mistake or a lie; such a number is not told.</summary>
    public const int MostPages = 10_000_000;
}

/// <summary>How the document will come out, as far as the document or the application tells. Null is unknown, never "none".</summary>
/// <param name="Copies">Copies; the pages of the message are those of one copy.</param>
/// <param name="Colour">False: grey or black only.</param>
/// <param name="Sides">Printed sides per sheet: 1 or 2.</param>
/// <param name="Paper">Self-describing name of PWG 5101.1 for the first page's paper.</param>
public sealed record PrintProperties(
    [property: JsonPropertyName("cp")] int? Copies = null,
    [property: JsonPropertyName("cl")] bool? Colour = null,
    [property: JsonPropertyName("sd")] int? Sides = null,
    [property: JsonPropertyName("mp")] string? Paper = null);

/// <summary>DJ1, patent step 3-6: describes a job that was opened before it was spooled.</summary>
public sealed record JobDescription(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("j")] string? JobId,
    [property: JsonPropertyName("ip")] string? Address,
    [property: JsonPropertyName("pg")] int? Pages,
    [property: JsonPropertyName("b")] long? Bytes,
    [property: JsonPropertyName("cf")] string? Configuration = null,
    [property: JsonPropertyName("pr")] PrintProperties? Properties = null);

/// <summary>GC1: the go-ahead arrived, the transfer has not started yet (sent only when the start takes long).</summary>
public sealed record GoAheadReceipt(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("j")] string? JobId,
    [property: JsonPropertyName("a")] int Attempt);

/// <summary>ST1, patent step 6-4: the transfer has started. Implies the receipt of the go-ahead.</summary>
public sealed record StartReport(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("j")] string? JobId,
    [property: JsonPropertyName("a")] int Attempt);

/// <summary>
/// SF1, patent step 6-9: no byte left the agent and the tries are used up. <see cref="Code"/> is one of <c>TransferErrors</c>.
/// </summary>
public sealed record StartFailure(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("j")] string? JobId,
    [property: JsonPropertyName("a")] int Attempt,
    [property: JsonPropertyName("c")] string? Code,
    [property: JsonPropertyName("m")] string? Text = null,
    [property: JsonPropertyName("r")] int Tries = 1);

/// <summary>SU1: the state of all transfers of this agent in one message.</summary>
public sealed record StatusUpdate(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("s")] IReadOnlyList<JobStatus>? Jobs);

/// <summary>One transfer in a <see cref="StatusUpdate"/>.</summary>
public sealed record JobStatus(
    [property: JsonPropertyName("j")] string? JobId,
    [property: JsonPropertyName("a")] int Attempt,
    [property: JsonPropertyName("b")] long BytesSent);

/// <summary>CP1, patent step 6-12: the whole document left the agent. <see cref="Grade"/> is one of <c>CompletionGrades</c>.</summary>
public sealed record CompletionReport(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("j")] string? JobId,
    [property: JsonPropertyName("a")] int Attempt,
    [property: JsonPropertyName("b")] long BytesSent,
    [property: JsonPropertyName("g")] string? Grade,
    [property: JsonPropertyName("ms")] long Milliseconds = 0);

/// <summary>TF1, patent step 6-15: the transfer broke after bytes had left.</summary>
public sealed record TransferFailure(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("j")] string? JobId,
    [property: JsonPropertyName("a")] int Attempt,
    [property: JsonPropertyName("b")] long BytesSent,
    [property: JsonPropertyName("c")] string? Code,
    [property: JsonPropertyName("m")] string? Text = null);

/// <summary>IN1: the agent died in mid-transfer and does not know how much reached the printer; it will not send again by itself.</summary>
public sealed record InterruptionReport(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("j")] string? JobId,
    [property: JsonPropertyName("a")] int Attempt,
    [property: JsonPropertyName("b")] long BytesSent);

/// <summary>CA1, patent step 4-1: the user cancels the job, in any state; or its submission came to nothing.</summary>
/// <param name="Code">Why there is no document: one of <c>StopCodes</c> or <c>AgentErrors</c>; null when the user wants it so.</param>
public sealed record CancelRequest(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("j")] string? JobId,
    [property: JsonPropertyName("c")] string? Code = null);

/// <summary>
/// SR1, patent step 5-4: the agent has stopped the job as ordered (<see cref="CancelOrder"/>) and told the printer. The document is still
/// there when the order said to keep it.
/// </summary>
/// <param name="BytesSent">Bytes that had left by then; 0 when nothing was sent.</param>
public sealed record StopReport(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("j")] string? JobId,
    [property: JsonPropertyName("b")] long BytesSent);

/// <summary>MV1, patent step 7-8: the user moves the job to another printer; also the answer "move" to a stopped printer.</summary>
public sealed record MoveRequest(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("j")] string? JobId,
    [property: JsonPropertyName("p")] string? Printer);

/// <summary>WA1, patent step 7-11: the user waits for the stopped printer.</summary>
public sealed record WaitRequest(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("j")] string? JobId);

/// <summary>HD1: the user holds the own waiting job back, or releases it.</summary>
public sealed record HoldRequest(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("j")] string? JobId,
    [property: JsonPropertyName("h")] bool Hold);

/// <summary>DN1: the user lets all others at the printer go before the own waiting job.</summary>
public sealed record YieldRequest(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("j")] string? JobId);

/// <summary>RS1: the user wants an interrupted or failed job printed again, knowing that pages may come out twice (design D8).</summary>
public sealed record ResendRequest(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("j")] string? JobId);

/// <summary>QJ1: asks for the history of one of the agent's own jobs.</summary>
public sealed record JobQuery(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("j")] string? JobId);

/// <summary>QP1: asks for the printers that a user may use.</summary>
/// <param name="Domain">The user's domain.</param>
/// <param name="User">The user's name; null: the printers that anybody may use.</param>
/// <param name="Exclusive">1: instead of the printers, what one user at a time has, with who has it.</param>
public sealed record PrinterQuery(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("d")] string? Domain = null,
    [property: JsonPropertyName("u")] string? User = null,
    [property: JsonPropertyName("x")] int? Exclusive = null);

/// <summary>
/// HI1: the agent is there and states its open jobs; the server makes sure that its queue exists and answers, per job, what to do
/// (a go-ahead again, a ticket, an order to stop).
/// </summary>
/// <param name="Sequence">Numbers of one agent only grow, over restarts and re-installations too (they begin at the clock's milliseconds
/// since 1970): a job that the server has from a smaller number and that is not in the list is gone.</param>
/// <param name="Jobs">All of the agent's open jobs; null or empty when it has none.</param>
/// <param name="Start">What this start of the agent is called, 16 of <c>a-z</c>, <c>2-7</c>; null: the agent does not tell.</param>
/// <param name="Previous">The starts of the same installation before this one, newest first, at most <see cref="MostPrevious"/>.</param>
/// <param name="Address">The computer's address as the agent sees it.</param>
public sealed record Hello(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("cv")] string? ClientVersion = null,
    [property: JsonPropertyName("s")] IReadOnlyList<HeldJob>? Jobs = null,
    [property: JsonPropertyName("st")] string? Start = null,
    [property: JsonPropertyName("pv")] IReadOnlyList<string>? Previous = null,
    [property: JsonPropertyName("ip")] string? Address = null)
{
    /// <summary>Starts named in <see cref="Previous"/>: more that never came through make a new beginning.</summary>
    public const int MostPrevious = 16;
}

/// <summary>A job as the agent has it.</summary>
/// <param name="JobId">Its id, or null when the agent has not learned it yet: then <see cref="Key"/> is given.</param>
/// <param name="State">One of <c>HeldStates</c>.</param>
/// <param name="Attempt">The newest go-ahead the agent knows; 0 for none.</param>
/// <param name="BytesSent">Bytes that left, as far as known.</param>
public sealed record HeldJob(
    [property: JsonPropertyName("j")] string? JobId,
    [property: JsonPropertyName("s")] string? State,
    [property: JsonPropertyName("a")] int Attempt,
    [property: JsonPropertyName("b")] long BytesSent = 0,
    [property: JsonPropertyName("k")] string? Key = null);

/// <summary>
/// SP1: printers in the network that the workstation prints to by itself. They are proposed to the operators, unless they are known.
/// Nobody answers; the agent tells again at its next start.
/// </summary>
/// <param name="Printers">1 to 50.</param>
public sealed record SeenPrinters(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("v")] IReadOnlyList<SeenPrinter> Printers);

/// <summary>A printer as the workstation knows it.</summary>
/// <param name="Address">URI without user, password and query, for example <c>ipp://192.0.2.7/ipp/print</c>: <c>socket</c>, <c>lpd</c>,
/// <c>ipp</c> or <c>ipps</c>.</param>
/// <param name="Name">The workstation's name for it, or null.</param>
public sealed record SeenPrinter(
    [property: JsonPropertyName("u")] string? Address,
    [property: JsonPropertyName("nm")] string? Name = null);
