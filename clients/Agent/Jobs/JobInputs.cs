using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Jobs;

/// <summary>What reaches a job: a message of the server or a local fact.</summary>
internal abstract record JobInput;

internal sealed record TicketArrived(Ticket Ticket) : JobInput;

/// <summary>A ticket was refused, or the server does not know the job.</summary>
internal sealed record RefusalArrived(
    string Code, string Text, IReadOnlyList<LocalAlternative>? Alternatives = null, string? Fetch = null) : JobInput;

/// <summary>Something that the user wanted of a job was refused; the job itself goes on.</summary>
internal sealed record WishRefused : JobInput;

/// <summary>Who brought the document has the answer.</summary>
internal sealed record SubmitterTold : JobInput;

internal sealed record NoticeArrived(Notice Notice) : JobInput;

internal sealed record GoAheadArrived(GoAhead GoAhead) : JobInput;

/// <summary>The server orders the job to stop; with <paramref name="Keep"/> the document stays, for another printer.</summary>
internal sealed record CancelOrderArrived(string Code, bool Keep = false) : JobInput;

internal sealed record UserCancelled(string Code) : JobInput;

/// <summary>The user waits for the stopped printer.</summary>
internal sealed record UserWaits : JobInput;

/// <summary>The user wants an interrupted or failed job sent again.</summary>
internal sealed record UserResends : JobInput;

/// <summary>The time to keep an ended job's document has passed, or its room is needed.</summary>
internal sealed record RetentionEnded : JobInput;

/// <summary>The connection to the printer stands; the first byte is next.</summary>
internal sealed record PrinterConnected : JobInput;

internal sealed record TransferSucceeded(long Bytes, long Milliseconds, string? Grade = null) : JobInput;

/// <summary>The transfer ended badly.</summary>
/// <param name="Text">A sentence, in which the printer may have its word: it is cut to what the server takes and terminals show.</param>
internal sealed record TransferBroke(string Code, string Text, long BytesSent, bool AnyByteLeft, int Tries) : JobInput
{
    private const int LongestText = 500;

    public string Text { get; } = Clean(Text);

    private static string Clean(string text)
    {
        var clean = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        var most = clean.Length > LongestText && char.IsHighSurrogate(clean[LongestText - 1]) ? LongestText - 1 : LongestText;
        return clean.Length > most ? clean[..most] : clean;
    }
}

/// <summary>The agent died while it sent, and the printer cannot say what became of the job.</summary>
internal sealed record PrinterKnowsNothing : JobInput;

/// <summary>The running transfer has sent this much.</summary>
internal sealed record ProgressSeen(long BytesSent) : JobInput;

/// <summary>The agent came up and found the job in its journal.</summary>
internal sealed record AgentRestarted : JobInput;

/// <summary>The broker has confirmed a report.</summary>
internal sealed record ReportConfirmed(string Type, int Attempt) : JobInput;

/// <summary>What must be done after the events are in the journal.</summary>
internal abstract record JobEffect;

/// <summary>Send this message about the job; its content follows from the state.</summary>
internal sealed record Say(string Type) : JobEffect;

/// <summary>Ask the server (ticket or description) and repeat it until it answers.</summary>
internal sealed record Ask : JobEffect;

internal sealed record StartTransfer : JobEffect;

/// <summary>Ask the printer what became of the job when the agent died.</summary>
internal sealed record RecallTransfer : JobEffect;

internal sealed record StopTransfer : JobEffect;

internal sealed record DropDocument : JobEffect;

/// <summary>Events and effects of one input.</summary>
internal sealed record Decision(IReadOnlyList<JobEvent> Events, IReadOnlyList<JobEffect> Effects)
{
    public static Decision Nothing { get; } = new([], []);

    public static Decision Of(params JobEvent[] events) => new(events, []);

    public static Decision Only(params JobEffect[] effects) => new([], effects);

    public Decision Then(params JobEffect[] effects) => new(Events, [.. Effects, .. effects]);
}
