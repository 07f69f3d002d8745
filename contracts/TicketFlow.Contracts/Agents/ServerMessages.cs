using System.Text.Json.Serialization;

namespace TicketFlow.Contracts.Agents;

// What the ticket server sends to an agent's personal queue. All of it is transient and repeatable: see docs/protocol.md.

/// <summary>TK1, patent steps 3-5 and 3-8: the job has an id; from here the agent waits.</summary>
/// <param name="Sequence">The request's number.</param>
/// <param name="Key">The agent's key of the job.</param>
/// <param name="JobId">The job's id.</param>
/// <param name="State">One of <see cref="JobStates"/>.</param>
/// <param name="Position">Place in the queue, 1 = next; null when not waiting.</param>
/// <param name="Why">Why it waits (one of <c>WaitReasons</c>); null when it simply queues.</param>
/// <param name="StartsInSeconds">Forecast of the wait from the printer's learned speed; null when there is none yet.</param>
/// <param name="Printer">The printer it waits at, when that is another one than was asked for (after a move).</param>
/// <param name="Advice">What the user should know, though the job was taken.</param>
public sealed record Ticket(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("k")] string Key,
    [property: JsonPropertyName("j")] string JobId,
    [property: JsonPropertyName("s")] string State,
    [property: JsonPropertyName("q")] int? Position = null,
    [property: JsonPropertyName("w")] string? Why = null,
    [property: JsonPropertyName("eta")] int? StartsInSeconds = null,
    [property: JsonPropertyName("p")] string? Printer = null,
    [property: JsonPropertyName("ad")] Advice? Advice = null);

/// <summary>
/// Something the user should know about a job that was taken all the same; with the first answer to its request (TK1 or GA1).
/// </summary>
/// <param name="Code">One of <see cref="AdviceCodes"/>.</param>
/// <param name="Text">A sentence for the user.</param>
/// <param name="Fetch">The version to install.</param>
public sealed record Advice(
    [property: JsonPropertyName("c")] string Code,
    [property: JsonPropertyName("m")] string Text,
    [property: JsonPropertyName("v")] string? Fetch = null);

/// <summary>NO1, patent steps 3-4 and 7-13: a request was refused, or a message was not understood.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Text">A sentence for the user.</param>
/// <param name="Key">The agent's key, when a ticket was refused.</param>
/// <param name="JobId">The job, when there is one.</param>
/// <param name="Alternatives">Printers that would take the job, when it was refused at its printer.</param>
/// <param name="Fetch">Version to install, when the client or driver is too old.</param>
/// <param name="HelpdeskText">A sentence for the helpdesk: the rule that decided.</param>
public sealed record Refusal(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("c")] string Code,
    [property: JsonPropertyName("m")] string Text,
    [property: JsonPropertyName("k")] string? Key = null,
    [property: JsonPropertyName("j")] string? JobId = null,
    [property: JsonPropertyName("alt")] IReadOnlyList<Alternative>? Alternatives = null,
    [property: JsonPropertyName("v")] string? Fetch = null,
    [property: JsonPropertyName("hd")] string? HelpdeskText = null);

/// <summary>A printer that would take the job.</summary>
/// <param name="Printer">Its name.</param>
/// <param name="Waiting">Jobs waiting there.</param>
/// <param name="Location">Where it stands.</param>
public sealed record Alternative(
    [property: JsonPropertyName("p")] string Printer,
    [property: JsonPropertyName("w")] int Waiting,
    [property: JsonPropertyName("l")] string? Location = null);

/// <summary>GA1, patent step 6-3: send the document now. Only the newest attempt counts.</summary>
/// <param name="Sequence">The server's running number.</param>
/// <param name="JobId">The job.</param>
/// <param name="Attempt">1, 2, 3 …: a fence against older go-aheads.</param>
/// <param name="Address">Where: <c>host:port</c> for raw, a URI for the other mechanisms.</param>
/// <param name="Mechanism">How: one of <c>Mechanisms</c>.</param>
/// <param name="StatusSeconds">Send a status update at least this often while transferring.</param>
/// <param name="Key">The agent's key, when this is also the first answer to its request (ticket and go-ahead together).</param>
/// <param name="Printer">The printer, when that is another one than was asked for (after a move).</param>
/// <param name="Resend">
/// The choice to print again was made after this attempt: the agent may send once more what it sent under that attempt or an earlier one,
/// and nothing that it sent later. Null: nobody chose.
/// </param>
/// <param name="Advice">What the user should know, though the job was taken.</param>
public sealed record GoAhead(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("j")] string JobId,
    [property: JsonPropertyName("a")] int Attempt,
    [property: JsonPropertyName("to")] string Address,
    [property: JsonPropertyName("m")] string Mechanism,
    [property: JsonPropertyName("st")] int StatusSeconds,
    [property: JsonPropertyName("k")] string? Key = null,
    [property: JsonPropertyName("p")] string? Printer = null,
    [property: JsonPropertyName("r")] int? Resend = null,
    [property: JsonPropertyName("ad")] Advice? Advice = null);

/// <summary>
/// CJ1, patent steps 4-3 and 5-3: stop the job. The agent stops a transfer, tells the printer, deletes the document unless told to keep it,
/// and answers with a <see cref="StopReport"/>, also when it does not know the job.
/// </summary>
/// <param name="Code">Why: one of <c>StopCodes</c>.</param>
/// <param name="Keep">1: keep the document (the job moves to another printer); null: delete it.</param>
public sealed record CancelOrder(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("j")] string JobId,
    [property: JsonPropertyName("c")] string Code,
    [property: JsonPropertyName("kp")] int? Keep = null);

/// <summary>
/// NT1, patent steps 7-3 and 7-4: something happened around a waiting job that its user should know, and may answer (CA1, MV1, WA1).
/// </summary>
/// <param name="Code">One of <c>NoticeCodes</c>.</param>
/// <param name="Text">A sentence for the user.</param>
/// <param name="Printer">The printer it is about.</param>
/// <param name="Alternatives">Where the job could move to; null when there is nothing to choose.</param>
/// <param name="Key">The agent's own key of the job: a notice may overtake the ticket that tells the id. Null from older servers.</param>
public sealed record Notice(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("j")] string JobId,
    [property: JsonPropertyName("c")] string Code,
    [property: JsonPropertyName("m")] string Text,
    [property: JsonPropertyName("p")] string? Printer = null,
    [property: JsonPropertyName("alt")] IReadOnlyList<Alternative>? Alternatives = null,
    [property: JsonPropertyName("k")] string? Key = null);

/// <summary>JA1: the history of a job.</summary>
public sealed record JobHistory(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("j")] string JobId,
    [property: JsonPropertyName("s")] string? State,
    [property: JsonPropertyName("e")] IReadOnlyList<HistoryEntry> Events);

/// <summary>One event of a job, as its user may see it.</summary>
/// <param name="At">UTC.</param>
/// <param name="Type">Stored event alias, for example <c>go_ahead_issued</c>.</param>
/// <param name="Actor">Who caused it.</param>
/// <param name="Text">One line for people.</param>
public sealed record HistoryEntry(
    [property: JsonPropertyName("at")] DateTimeOffset At,
    [property: JsonPropertyName("e")] string Type,
    [property: JsonPropertyName("by")] string Actor,
    [property: JsonPropertyName("m")] string Text);

/// <summary>PL1: the printers this agent may use.</summary>
/// <param name="At">The server's time, UTC, so that an agent can tell a wrong clock.</param>
public sealed record PrinterList(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("p")] IReadOnlyList<PrinterEntry> Printers,
    [property: JsonPropertyName("at")] DateTimeOffset? At = null);

/// <summary>One printer in a <see cref="PrinterList"/>.</summary>
/// <param name="StartsInSeconds">Forecast of when a job asked for now would start; null when nobody knows.</param>
/// <param name="Text">What is wrong with it.</param>
public sealed record PrinterEntry(
    [property: JsonPropertyName("p")] string Name,
    [property: JsonPropertyName("s")] string State,
    [property: JsonPropertyName("w")] int Waiting,
    [property: JsonPropertyName("x")] int Active,
    [property: JsonPropertyName("l")] string? Location = null,
    [property: JsonPropertyName("eta")] int? StartsInSeconds = null,
    [property: JsonPropertyName("m")] string? Text = null);

/// <summary>HO1: answer to <see cref="Hello"/>.</summary>
public sealed record Welcome(
    [property: JsonPropertyName("n")] long Sequence,
    [property: JsonPropertyName("v")] string ServerVersion);
