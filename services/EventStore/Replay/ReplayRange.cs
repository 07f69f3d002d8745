namespace TicketFlow.EventStore.Replay;

/// <summary>Which events a replay takes, in log order.</summary>
/// <param name="After">Only events with a higher number.</param>
/// <param name="UpTo">No event with a higher number; null = all the transaction sees.</param>
/// <param name="Until">No event recorded later.</param>
/// <param name="Streams">Only these streams; null = all.</param>
/// <param name="Without">Numbers of events to leave out, for example parked ones; null = none.</param>
public sealed record ReplayRange(
    long After = 0, long? UpTo = null, DateTimeOffset? Until = null, IReadOnlyCollection<string>? Streams = null,
    IReadOnlyCollection<long>? Without = null);

/// <summary>How far a replay is.</summary>
/// <param name="Events">Events projected.</param>
/// <param name="Sequence">Number of the last one.</param>
/// <param name="Highest">Number of the last event of the range.</param>
public sealed record ReplayProgress(long Events, long Sequence, long Highest);
