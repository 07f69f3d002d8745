using Microsoft.Extensions.Logging;

namespace TicketFlow.EventStore;

/// <summary>All log lines of the event store, ids 9100–9199.</summary>
internal static partial class Log
{
    [LoggerMessage(9100, LogLevel.Error, "A group of {Units} units could not be committed; each caller got the error.")]
    public static partial void BatchFailed(ILogger logger, Exception exception, int units);

    [LoggerMessage(9101, LogLevel.Warning, "The transaction of {Units} units lost a race ({SqlState}); try {Attempt} follows.")]
    public static partial void BatchRetried(ILogger logger, int units, string sqlState, int attempt);

    [LoggerMessage(9102, LogLevel.Warning, "The database refused a group of {Units} units ({SqlState}); each is tried alone.")]
    public static partial void BatchIsolated(ILogger logger, int units, string sqlState);

    [LoggerMessage(9103, LogLevel.Warning,
        "The connection broke while committing {Units} units; asking the database whether they were committed.")]
    public static partial void OutcomeLost(ILogger logger, Exception exception, int units);

    [LoggerMessage(9104, LogLevel.Information, "The transaction whose answer was lost was committed: {Committed}.")]
    public static partial void OutcomeFound(ILogger logger, bool committed);

    [LoggerMessage(9105, LogLevel.Error,
        "Folding stream {Stream} into the hot cache failed; it was evicted. The fold must not throw on stored history.")]
    public static partial void FoldFailed(ILogger logger, Exception exception, string stream);

    [LoggerMessage(9110, LogLevel.Warning, "The high-water mark could not be looked for; the next look follows.")]
    public static partial void HighWaterFailed(ILogger logger, Exception exception);

    [LoggerMessage(9111, LogLevel.Warning, "Projection {Shard} was interrupted and will go on from its checkpoint.")]
    public static partial void ShardInterrupted(ILogger logger, Exception exception, string shard);

    [LoggerMessage(9113, LogLevel.Error, "Projection {Shard} cannot take event {Sequence}.")]
    public static partial void EventFailed(ILogger logger, Exception exception, string shard, long sequence);

    [LoggerMessage(9114, LogLevel.Error,
        "Projection {Shard} put event {Sequence} of stream {Stream} aside ({Error}) and goes on. Mend the cause, then rebuild the projection.")]
    public static partial void EventParked(ILogger logger, string shard, long sequence, string stream, string error);

    [LoggerMessage(9112, LogLevel.Error,
        "Projection {Shard} stopped after event {Sequence}: an event cannot be projected. Its view stands still until this is mended.")]
    public static partial void ShardStopped(ILogger logger, Exception exception, string shard, long sequence);
}
