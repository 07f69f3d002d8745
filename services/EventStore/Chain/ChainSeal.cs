namespace TicketFlow.EventStore.Chain;

/// <summary>A seal over a stretch of the log.</summary>
/// <param name="Number">1, 2, 3 …</param>
/// <param name="From">Number of the first event it covers.</param>
/// <param name="To">Number of the last event it covers.</param>
/// <param name="Events">How many.</param>
/// <param name="Hash">SHA-256 over the previous seal's hash and every event in between, in hexadecimal.</param>
/// <param name="SealedAt">When it was made.</param>
public sealed record ChainSeal(long Number, long From, long To, long Events, string Hash, DateTimeOffset SealedAt);

/// <summary>What a check found in one stretch.</summary>
public enum ChainFindingKind
{
    /// <summary>The number of events is right, their content is not: altered, exchanged or re-ordered.</summary>
    Altered,

    /// <summary>Fewer events than were sealed.</summary>
    Removed,

    /// <summary>More events than were sealed.</summary>
    Inserted,

    /// <summary>A seal does not follow from the one before, or is missing: somebody changed the seals.</summary>
    SealBroken,
}

/// <summary>A difference between the log and its seals.</summary>
/// <param name="Kind">What kind.</param>
/// <param name="Seal">The seal that does not fit.</param>
/// <param name="Events">Events found in its stretch.</param>
/// <param name="Detail">For people.</param>
public sealed record ChainFinding(ChainFindingKind Kind, ChainSeal Seal, long Events, string Detail);
