using Microsoft.Extensions.Logging;

namespace TicketFlow.Agent.Journal;

internal static partial class JournalLog
{
    [LoggerMessage(2100, LogLevel.Warning, "The journal ended in a torn record; {Bytes} bytes were cut")]
    public static partial void TornTail(ILogger log, long bytes);

    [LoggerMessage(2101, LogLevel.Error, "The journal is damaged: {Bytes} bytes were skipped; the file was kept as {Copy}")]
    public static partial void Damaged(ILogger log, long bytes, string copy);

    [LoggerMessage(2102, LogLevel.Error, "The journal could not be written")]
    public static partial void WriteFailed(ILogger log, Exception error);

    [LoggerMessage(
        2104, LogLevel.Error, "The disk did not take what the journal wrote; the file is not trusted any more and is written anew")]
    public static partial void Distrusted(ILogger log);

    [LoggerMessage(2105, LogLevel.Warning, "The journal was written anew, with every record, as {Path}")]
    public static partial void Renewed(ILogger log, string path);

    [LoggerMessage(
        2106, LogLevel.Error, "The journal cannot be written for too long; {Records} records that nobody waits for are given up")]
    public static partial void GivenUp(ILogger log, int records);

    [LoggerMessage(2103, LogLevel.Warning, "The journal could not be rewritten; it goes on as it is")]
    public static partial void CompactionFailed(ILogger log, Exception error);

    [LoggerMessage(
        2107, LogLevel.Warning,
        "The name of this start could not be written to {Path}: {Reason}. A copy of this installation would not be noticed")]
    public static partial void StartNotNamed(ILogger log, string path, string reason);
}
