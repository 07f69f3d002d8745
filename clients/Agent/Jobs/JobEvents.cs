using System.Text.Json.Serialization;
using TicketFlow.Contracts.LocalApi;
using TicketFlow.Printing;

namespace TicketFlow.Agent.Jobs;

/// <summary>
/// What happened to a job. The names below are the journal's storage format: renaming a class is free, renaming a discriminator or a
/// property loses jobs.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "e")]
[JsonDerivedType(typeof(JobOpened), "opened")]
[JsonDerivedType(typeof(JobAccepted), "accepted")]
[JsonDerivedType(typeof(DocumentSpooled), "spooled")]
[JsonDerivedType(typeof(SubmitterWasTold), "told")]
[JsonDerivedType(typeof(TicketReceived), "ticket")]
[JsonDerivedType(typeof(JobQueued), "queued")]
[JsonDerivedType(typeof(PlaceChanged), "place")]
[JsonDerivedType(typeof(JobRefused), "refused")]
[JsonDerivedType(typeof(GoAheadTaken), "starting")]
[JsonDerivedType(typeof(AttemptAdopted), "attempt")]
[JsonDerivedType(typeof(StartAbandoned), "start-abandoned")]
[JsonDerivedType(typeof(StartFailed), "start-failed")]
[JsonDerivedType(typeof(SendingBegan), "sending")]
[JsonDerivedType(typeof(ProgressNoted), "progress")]
[JsonDerivedType(typeof(StopOrdered), "stop")]
[JsonDerivedType(typeof(TransferStopped), "stopped")]
[JsonDerivedType(typeof(PrinterChanged), "printer")]
[JsonDerivedType(typeof(DocumentSent), "sent")]
[JsonDerivedType(typeof(TransferFailed), "failed")]
[JsonDerivedType(typeof(JobInterrupted), "interrupted")]
[JsonDerivedType(typeof(JobCancelled), "cancelled")]
[JsonDerivedType(typeof(ReportDelivered), "reported")]
[JsonDerivedType(typeof(CancelAsked), "cancel-asked")]
[JsonDerivedType(typeof(ResendAsked), "resend-asked")]
[JsonDerivedType(typeof(ResendSettled), "resend-settled")]
[JsonDerivedType(typeof(DocumentDropped), "dropped")]
[JsonDerivedType(typeof(QuestionRaised), "question")]
[JsonDerivedType(typeof(QuestionAnswered), "answered")]
[JsonDerivedType(typeof(QuestionClosed), "question-closed")]
[JsonDerivedType(typeof(AdviceGiven), "advice")]
internal abstract record JobEvent;

/// <summary>The server is asked first; the document comes afterwards.</summary>
internal sealed record JobOpened(
    string Key, string Printer, string Title, string User, string Domain, DateTimeOffset At,
    PrintInstructions? Instructions = null) : JobEvent;

/// <summary>The document is safe and rides in this record, or in <paramref name="SpoolFile"/>.</summary>
internal sealed record JobAccepted(
    string Key, string Printer, string Title, string User, string Domain, DateTimeOffset At, long Bytes, string? SpoolFile,
    DocumentFacts? Document = null, PrintInstructions? Instructions = null) : JobEvent;

/// <summary>The document of an opened job is safe.</summary>
internal sealed record DocumentSpooled(long Bytes, string SpoolFile, DocumentFacts? Document = null) : JobEvent;

/// <summary>Who brought the document knows that it was taken. Never waited for: without it a repeat is taken for the same job.</summary>
internal sealed record SubmitterWasTold : JobEvent;

internal sealed record TicketReceived(string JobId) : JobEvent;

internal sealed record JobQueued : JobEvent;

/// <summary>Not journaled: the next message says it anew.</summary>
internal sealed record PlaceChanged(int? Position, string? Why, int? StartsInSeconds = null, string? ServerState = null) : JobEvent;

/// <summary>Patent step 3-9; the alternatives are what the user can choose from (3-10).</summary>
internal sealed record JobRefused(
    string Code, string Text, DateTimeOffset At, IReadOnlyList<LocalAlternative>? Alternatives = null, string? Fetch = null) : JobEvent;

internal sealed record GoAheadTaken(int Attempt, string Address, string Mechanism, int StatusSeconds) : JobEvent;

/// <summary>A newer go-ahead for a job that is already on its way: only the number is taken over.</summary>
internal sealed record AttemptAdopted(int Attempt) : JobEvent;

/// <summary>The agent ended before a byte had left: the same go-ahead may be obeyed again.</summary>
internal sealed record StartAbandoned : JobEvent;

internal sealed record StartFailed(string Code, string Text, int Tries) : JobEvent;

/// <summary>On disk before the first byte leaves.</summary>
/// <param name="Trace">What finds the job at the printer again; null where nothing does.</param>
internal sealed record SendingBegan(int Attempt, string? Trace = null) : JobEvent;

/// <summary>Evidence for an interruption; never waited for.</summary>
internal sealed record ProgressNoted(long BytesSent) : JobEvent;

/// <summary>By the server, or by the user before the server knows of it.</summary>
internal sealed record StopOrdered(string Code, bool Keep = false, bool ByUser = false) : JobEvent;

/// <summary>A transfer was stopped as ordered, and the job waits again, for another printer.</summary>
internal sealed record TransferStopped(long BytesSent) : JobEvent;

/// <summary>The job stands in another printer's queue.</summary>
internal sealed record PrinterChanged(string Printer) : JobEvent;

/// <param name="Grade">How sure that is; null for <c>accepted</c>.</param>
internal sealed record DocumentSent(long Bytes, long Milliseconds, DateTimeOffset At, string? Grade = null) : JobEvent;

/// <summary>Bytes had left. The document is <paramref name="Kept"/> for a while: the user may want it printed again.</summary>
internal sealed record TransferFailed(long BytesSent, string Code, string Text, DateTimeOffset At, bool Kept = false) : JobEvent;

internal sealed record JobInterrupted(DateTimeOffset At, bool Kept = false) : JobEvent;

internal sealed record JobCancelled(string Code, DateTimeOffset At, bool ServerKnows) : JobEvent;

internal sealed record ReportDelivered : JobEvent;

/// <summary>The user wants a job gone that the server knows: it has the last word, but nothing is started any more.</summary>
internal sealed record CancelAsked(string Code) : JobEvent;

/// <summary>The user wants an ended job sent again, knowing that pages may come out twice (design D8).</summary>
internal sealed record ResendAsked : JobEvent;

/// <summary>The server does not want it.</summary>
internal sealed record ResendSettled : JobEvent;

/// <summary>The document of an ended job is no longer kept.</summary>
internal sealed record DocumentDropped : JobEvent;

/// <summary>Patent step 7-4: the job's printer stopped; its user can cancel, move or wait.</summary>
internal sealed record QuestionRaised(LocalQuestion Question) : JobEvent;

/// <summary>The user waits (7-11).</summary>
internal sealed record QuestionAnswered : JobEvent;

/// <summary>There is nothing to answer any more.</summary>
internal sealed record QuestionClosed : JobEvent;

/// <summary>The job was taken, and its user should know something all the same.</summary>
internal sealed record AdviceGiven(LocalAdvice Advice) : JobEvent;

/// <summary>The journal's JSON.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(JobEvent))]
[JsonSerializable(typeof(JobState))]
internal sealed partial class JournalJson : JsonSerializerContext;
