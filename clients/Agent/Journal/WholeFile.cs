namespace TicketFlow.Agent.Journal;

/// <summary>A small file that is replaced as a whole: after a power cut there is the old one or the new one, never an empty one.</summary>
internal static class WholeFile
{
    /// <summary>Returns when the new one is durable.</summary>
    /// <exception cref="IOException">It cannot be written; the old one is there as it was.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        DirectorySync.Flush(Path.GetDirectoryName(path)!);
    }
}
