using System.Text.Json.Serialization;

namespace TicketFlow.Contracts.LocalApi;

// What an agent and the programs of its own user say to each other over the local socket (HTTP, JSON). docs/cli.md describes it.

/// <summary>A job as its user sees it.</summary>
/// <param name="Key">The agent's key; never changes.</param>
/// <param name="JobId">The ticket server's id, once there is one.</param>
/// <param name="State">One of <c>JobStates</c>, or <c>accepted</c> while the server has not answered.</param>
/// <param name="Printer">Printer name.</param>
/// <param name="Title">Document title.</param>
/// <param name="User">User name.</param>
/// <param name="Bytes">Length of the document; null while it is being spooled.</param>
/// <param name="BytesSent">Bytes handed to the printer.</param>
/// <param name="Attempt">Number of the go-ahead obeyed, 0 before the first.</param>
/// <param name="Position">Place in the queue, when the server told it.</param>
/// <param name="Why">Why it waits, when the server told it.</param>
/// <param name="Code">Error code of a job that did not complete.</param>
/// <param name="Text">The same for people.</param>
/// <param name="AcceptedAt">UTC.</param>
/// <param name="EndedAt">UTC.</param>
/// <param name="Ended">Nothing more will happen to it.</param>
public sealed record LocalJob(
    string Key,
    [property: JsonPropertyName("job")] string? JobId,
    string State,
    string Printer,
    string Title,
    string User,
    long? Bytes,
    long BytesSent,
    int Attempt,
    int? Position,
    string? Why,
    string? Code,
    string? Text,
    DateTimeOffset AcceptedAt,
    DateTimeOffset? EndedAt,
    bool Ended);

/// <summary>Why the agent did not do what was asked; codes are in <c>AgentErrors</c> and <c>RefusalCodes</c>.</summary>
public sealed record LocalError(string Code, string Text);

/// <summary>Answer to <c>GET /v1/jobs</c>.</summary>
public sealed record LocalJobs(IReadOnlyList<LocalJob> Jobs);

/// <summary>Answer to <c>GET /v1/jobs/{id}/history</c>.</summary>
public sealed record LocalHistory([property: JsonPropertyName("job")] string JobId, string? State, IReadOnlyList<LocalEvent> Events);

/// <summary>One event of a job.</summary>
/// <param name="At">UTC.</param>
/// <param name="Type">Stored event alias.</param>
/// <param name="Actor">Who caused it.</param>
/// <param name="Text">One line for people.</param>
/// <param name="DelayMs">Milliseconds since the event before it; null for the first.</param>
public sealed record LocalEvent(DateTimeOffset At, string Type, string Actor, string Text, double? DelayMs);

/// <summary>Answer to <c>GET /v1/printers</c>.</summary>
public sealed record LocalPrinters(IReadOnlyList<LocalPrinter> Printers);

/// <summary>A printer this agent may use.</summary>
public sealed record LocalPrinter(string Name, string State, int Waiting, int Active, string? Location);

/// <summary>The JSON of the local interface.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LocalJob))]
[JsonSerializable(typeof(LocalError))]
[JsonSerializable(typeof(LocalJobs))]
[JsonSerializable(typeof(LocalHistory))]
[JsonSerializable(typeof(LocalPrinters))]
public sealed partial class LocalJson : JsonSerializerContext;
