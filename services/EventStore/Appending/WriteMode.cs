namespace TicketFlow.EventStore.Appending;

/// <summary>How far the streams of a plan are prepared when it is written.</summary>
internal enum WriteMode
{
    /// <summary>Nothing is locked: the statement checks the versions; the batch is its own transaction.</summary>
    Guarded,

    /// <summary>The existing streams are locked in the open transaction; the batch ends it.</summary>
    LockedThenCommit,

    /// <summary>The existing streams are locked and the new ones inserted in the caller's transaction, which the caller ends.</summary>
    InCallersTransaction,
}
