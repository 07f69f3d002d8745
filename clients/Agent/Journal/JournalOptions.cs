using Microsoft.Win32.SafeHandles;

namespace TicketFlow.Agent.Journal;

/// <summary>Steps of a compaction, in order; a death between any two loses nothing.</summary>
internal enum CompactionStep
{
    Begun,
    Copied,
    Flushed,
    Renamed,
    DirectoryFlushed,
    OldDeleted,
}

/// <summary>When the journal is rewritten.</summary>
internal sealed class JournalOptions
{
    /// <summary>A smaller file is left alone. Default 32 MB.</summary>
    public long CompactAbove { get; init; } = 32 * 1024 * 1024;

    /// <summary>Summaries of ended jobs that survive a compaction. Default 1,000.</summary>
    public int KeepClosed { get; init; } = 1000;

    /// <summary>Brings a file's content to the disk; tests let it fail.</summary>
    public Action<SafeFileHandle> Flush { get; init; } = RandomAccess.FlushToDisk;

    /// <summary>Told each step; tests die here.</summary>
    public Action<CompactionStep> AtStep { get; init; } = static _ => { };
}
