using TicketFlow.Contracts.LocalApi;
using TicketFlow.Printing;

namespace TicketFlow.Agent.Jobs;

/// <summary>Where a job stands on this agent.</summary>
internal enum JobPhase
{
    /// <summary>The server is asked before the document is spooled; nothing has been promised to the user yet.</summary>
    Opening,

    /// <summary>The document is safe; the server does not know it, or not all of it.</summary>
    Accepted,

    /// <summary>In the printer's queue.</summary>
    Waiting,

    /// <summary>A go-ahead came; no byte has left.</summary>
    Starting,

    /// <summary>A byte may have left.</summary>
    Sending,

    /// <summary>The start failed for good; the server decides whether there is another one. The document is kept.</summary>
    StartFailed,

    Completed,
    Failed,
    Interrupted,
    Refused,
    Cancelled,
}

/// <summary>What is known of a job; the fold of its <see cref="JobEvent"/>s.</summary>
internal sealed record JobState
{
    public static JobState None { get; } = new();

    public string Key { get; init; } = "";
    public string Printer { get; init; } = "";
    public string Title { get; init; } = "";
    public string User { get; init; } = "";
    public string Domain { get; init; } = "";
    public DateTimeOffset AcceptedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public JobPhase Phase { get; init; }

    /// <summary>Length of the document, or null while it is not spooled.</summary>
    public long? Bytes { get; init; }

    /// <summary>File in the spool directory, or null when the document rides in the journal.</summary>
    public string? SpoolFile { get; init; }

    /// <summary>What is known of the document.</summary>
    public DocumentFacts? Document { get; init; }

    /// <summary>Opened before it was spooled: the description follows in a message of its own.</summary>
    public bool OpenedFirst { get; init; }

    /// <summary>Who brought the document knows that it was taken.</summary>
    public bool Told { get; init; }

    public string? JobId { get; init; }
    public int? Position { get; init; }
    public string? Why { get; init; }

    /// <summary>The newest attempt obeyed.</summary>
    public int Attempt { get; init; }

    /// <summary>
    /// The newest attempt under which bytes may have left; 0 when none has, or when it was stopped in order to go to another printer. The
    /// document goes out again only by a choice that was made after it (design D8).
    /// </summary>
    public int SentUnder { get; init; }

    public string? Address { get; init; }

    /// <summary>What finds the job at its printer again, in the mechanism's own form.</summary>
    public string? Trace { get; init; }

    public string? Mechanism { get; init; }
    public int StatusSeconds { get; init; }
    public long BytesSent { get; init; }
    public long Milliseconds { get; init; }
    public int Tries { get; init; }

    /// <summary>How sure the completion is; null for <c>accepted</c>.</summary>
    public string? Grade { get; init; }

    /// <summary>How it is to be printed, where that is not in the document itself.</summary>
    public PrintInstructions? Instructions { get; init; }

    public string? Code { get; init; }
    public string? Text { get; init; }

    /// <summary>A stop was ordered while the transfer ran.</summary>
    public string? StopCode { get; init; }

    /// <summary>… and the document is to be kept.</summary>
    public bool KeepAfterStop { get; init; }

    /// <summary>… and the user ordered it; the server does not know yet.</summary>
    public bool StoppedByUser { get; init; }

    /// <summary>The user wants the job gone, and the server has not answered yet.</summary>
    public string? CancelCode { get; init; }

    /// <summary>The document of an ended job is still here.</summary>
    public bool DocumentKept { get; init; }

    /// <summary>The user wants it sent again, and the server has not answered yet.</summary>
    public bool ResendWanted { get; init; }

    /// <summary>What the server says of a waiting job when it is more than "waiting": held, removing, suspect.</summary>
    public string? ServerState { get; init; }

    /// <summary>The server's forecast, in seconds.</summary>
    public int? StartsInSeconds { get; init; }

    /// <summary>What the user is asked, or was asked and has answered.</summary>
    public LocalQuestion? Question { get; init; }

    /// <summary>What the user should know, though the job was taken.</summary>
    public LocalAdvice? Advice { get; init; }

    /// <summary>Printers that would have taken a refused job.</summary>
    public IReadOnlyList<LocalAlternative>? Alternatives { get; init; }

    /// <summary>The version to install, when the client or driver was too old.</summary>
    public string? Fetch { get; init; }

    /// <summary>The report that belongs to the phase reached the broker.</summary>
    public bool Reported { get; init; }

    /// <summary>Nothing will happen to the job's document any more.</summary>
    public bool IsEnded =>
        Phase is JobPhase.Completed or JobPhase.Failed or JobPhase.Interrupted or JobPhase.Refused or JobPhase.Cancelled;

    /// <summary>Ended and told: the agent owes nothing for it.</summary>
    public bool IsClosed => IsEnded && Reported && !ResendWanted;

    /// <summary>The document is in the spool.</summary>
    public bool HasDocument => Bytes is not null && (!IsEnded || DocumentKept);

    /// <summary>The server has to be asked again until it answers.</summary>
    public bool NeedsAnswer => Phase is JobPhase.Opening && JobId is null
        || Phase is JobPhase.Accepted
        || Phase is JobPhase.StartFailed && Reported
        || MustLearnIdToCancel;

    /// <summary>Cancelled before its id came: the server may have made a job of the request, which then has to go too.</summary>
    public bool MustLearnIdToCancel => Phase is JobPhase.Cancelled && !Reported && JobId is null;
}
