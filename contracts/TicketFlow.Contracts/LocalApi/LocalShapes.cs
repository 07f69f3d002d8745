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
/// <param name="StartsInSeconds">Forecast of the wait, when the server told one.</param>
/// <param name="Question">What the user is asked about the job; null when there is nothing to ask.</param>
/// <param name="Alternatives">Printers that would take a job that was refused.</param>
/// <param name="Fetch">Version to install, when the client or driver was refused as too old.</param>
/// <param name="DocumentKept">The document of an interrupted or failed job is still here: it can be sent again.</param>
/// <param name="Advice">What the user should know, though the job was taken.</param>
/// <param name="Document">What is known of the document.</param>
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
    bool Ended,
    int? StartsInSeconds = null,
    LocalQuestion? Question = null,
    IReadOnlyList<LocalAlternative>? Alternatives = null,
    string? Fetch = null,
    bool? DocumentKept = null,
    LocalAdvice? Advice = null,
    LocalDocument? Document = null);

/// <summary>What the user should know about a job that was taken all the same.</summary>
/// <param name="Code">One of <c>AdviceCodes</c>.</param>
/// <param name="Text">A sentence.</param>
/// <param name="Fetch">The version to install.</param>
public sealed record LocalAdvice(string Code, string Text, string? Fetch = null);

/// <summary>What is known of a document; what is not known is left out.</summary>
/// <param name="Format">pdf, postscript, pcl, pcl-xl, pwg-raster, urf, jpeg, tiff, text or unknown.</param>
/// <param name="Pages">Printed sides of one copy.</param>
/// <param name="Copies">Copies asked for.</param>
/// <param name="Colour">False: grey or black only.</param>
/// <param name="Sides">Printed sides per sheet: 1 or 2.</param>
/// <param name="Sheets">Of all copies.</param>
/// <param name="Paper">Self-describing name of PWG 5101.1.</param>
public sealed record LocalDocument(string? Format, int? Pages, int? Copies, bool? Colour, int? Sides, int? Sheets, string? Paper);

/// <summary>A question to the user; the answers are <c>cancel</c>, <c>move</c> and <c>wait</c>.</summary>
/// <param name="Code">What happened: one of <c>NoticeCodes</c>.</param>
/// <param name="Text">The same for people.</param>
/// <param name="Printer">The printer it is about.</param>
/// <param name="At">When the agent learned of it; UTC.</param>
/// <param name="Alternatives">Where the job could move to.</param>
/// <param name="Answered">The user waits.</param>
public sealed record LocalQuestion(
    string Code,
    string Text,
    string? Printer,
    DateTimeOffset At,
    IReadOnlyList<LocalAlternative>? Alternatives = null,
    bool Answered = false);

/// <summary>A printer that would take the job.</summary>
public sealed record LocalAlternative(string Printer, int Waiting, string? Location = null);

/// <summary>Body of <c>POST /v1/jobs/{id}/move</c>.</summary>
public sealed record LocalMove(string? Printer);

/// <summary>Why the agent did not do what was asked; codes are in <c>AgentErrors</c> and <c>RefusalCodes</c>.</summary>
public sealed record LocalError(string Code, string Text, IReadOnlyList<LocalAlternative>? Alternatives = null);

/// <summary>Answer to <c>GET /v1/jobs</c>, and each line of <c>GET /v1/notices</c>.</summary>
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

/// <summary>A printer this user may use.</summary>
/// <param name="StartsInSeconds">Forecast of when a job printed now would start; null when nobody knows.</param>
/// <param name="Text">What is wrong with it.</param>
public sealed record LocalPrinter(
    string Name, string State, int Waiting, int Active, string? Location, int? StartsInSeconds = null, string? Text = null);

/// <summary>Answer to <c>POST /v1/page</c>: how to open the user's page, once.</summary>
/// <param name="Url">Address with the one-time token in its fragment, which no browser sends or logs.</param>
/// <param name="File">A file only its user can read, which leads there: so that the token is in no process's arguments.</param>
/// <param name="ExpiresAt">UTC; the token is worthless afterwards, and after its first use.</param>
public sealed record LocalPage(string Url, string File, DateTimeOffset ExpiresAt)
{
    /// <summary>What such a file holds: a page that leads a browser to the address.</summary>
    public static string LeadTo(string url) => $"""
        <!doctype html><html lang="en"><meta charset="utf-8"><meta name="referrer" content="no-referrer">
        <meta http-equiv="refresh" content="0;url={url}"><title>TicketFlow</title>
        <p><a href="{url}">Open TicketFlow</a></p></html>
        """;
}

/// <summary>Answer to <c>/v1/desktop</c>.</summary>
/// <param name="Installed">Whether the printers are wanted on the desktop.</param>
/// <param name="Port">TCP port of the printers on 127.0.0.1; null while they do not listen.</param>
/// <param name="System">Who keeps the queues: <c>cups</c>, <c>windows</c>, <c>macos</c>.</param>
/// <param name="Printers">The printers that whoever asks may use; for root, and the agent's own account, those of all users.</param>
/// <param name="Report">What was done to the desktop's queues just now.</param>
/// <param name="NeedsRoot">Whoever asks may not install or remove them: it takes root.</param>
public sealed record LocalDesktop(
    bool Installed, int? Port, string System, IReadOnlyList<LocalDesktopPrinter> Printers, IReadOnlyList<LocalDesktopQueue> Report,
    bool NeedsRoot = false);

/// <summary>A printer of the desktop.</summary>
/// <param name="Name">The TicketFlow printer.</param>
/// <param name="Uri">Its address as an IPP printer.</param>
/// <param name="Queue">The queue that leads to it.</param>
public sealed record LocalDesktopPrinter(string Name, string? Uri, string? Queue);

/// <summary>What became of a queue.</summary>
/// <param name="Printer">The TicketFlow printer.</param>
/// <param name="Queue">The queue.</param>
/// <param name="Uri">Where it leads; null when it was taken away.</param>
/// <param name="Fault">Why it is not as wanted, with what to do; null when it is.</param>
public sealed record LocalDesktopQueue(string Printer, string Queue, string? Uri, string? Fault = null);

/// <summary>Body of <c>POST /v1/leases</c>.</summary>
/// <param name="Seconds">For how long; null: as long as is allowed.</param>
public sealed record LocalLeaseWish(string? Resource, int? Seconds = null);

/// <summary>What its user has, and nobody else meanwhile.</summary>
/// <param name="Resource">Name of the resource.</param>
/// <param name="Lease">The ticket server's id.</param>
/// <param name="User">Who has it.</param>
/// <param name="Since">UTC.</param>
/// <param name="Until">When it ends at the latest; UTC.</param>
public sealed record LocalLease(string Resource, string Lease, string User, DateTimeOffset Since, DateTimeOffset Until);

/// <summary>What this user may have for himself.</summary>
/// <param name="State">free, in use, stopped, out of service.</param>
/// <param name="Text">Who has it until when, or what is wrong with it.</param>
public sealed record LocalResource(string Name, string State, string? Location, string? Text);

/// <summary>Answer to <c>GET /v1/leases</c>.</summary>
/// <param name="Leases">What the user has.</param>
/// <param name="Resources">What the user may have; null while the ticket server does not answer.</param>
public sealed record LocalLeases(IReadOnlyList<LocalLease> Leases, IReadOnlyList<LocalResource>? Resources);

/// <summary>The JSON of the local interface.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LocalJob))]
[JsonSerializable(typeof(LocalError))]
[JsonSerializable(typeof(LocalMove))]
[JsonSerializable(typeof(LocalJobs))]
[JsonSerializable(typeof(LocalHistory))]
[JsonSerializable(typeof(LocalPrinters))]
[JsonSerializable(typeof(LocalPage))]
[JsonSerializable(typeof(LocalDoctor))]
[JsonSerializable(typeof(LocalDesktop))]
[JsonSerializable(typeof(LocalLease))]
[JsonSerializable(typeof(LocalLeases))]
[JsonSerializable(typeof(LocalLeaseWish))]
public sealed partial class LocalJson : JsonSerializerContext;
