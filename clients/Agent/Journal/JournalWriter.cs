using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace TicketFlow.Agent.Journal;

/// <summary>A record on its way to the file; <paramref name="Written"/> is null when nobody waits.</summary>
internal sealed record PendingAppend(
    RecordKind Kind, string Key, byte[] Head, ReadOnlyMemory<byte> Document, TaskCompletionSource? Written);

/// <summary>Writes batches to the file and rewrites it when most of it is dead. Used by the journal's thread only.</summary>
internal sealed class JournalWriter(
    string directory, JournalOptions options, SafeFileHandle file, int number, long end, LiveRecords live, DocumentPlaces documents,
    ILogger log) : IDisposable
{
    private readonly List<ReadOnlyMemory<byte>> _pieces = [];
    private SafeFileHandle _file = file;
    private LiveRecords _live = live;
    private int _number = number;
    private long _end = end;
    private long _compactAbove = options.CompactAbove;

    public DocumentPlaces Documents => documents;

    public void Write(List<PendingAppend> batch)
    {
        try
        {
            WritePieces(batch);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            GiveBack(batch, e);
            return;
        }

        foreach (var append in batch)
        {
            var place = new RecordPlace(_end, append.Head.Length + append.Document.Length, append.Document.Length);
            _end += place.Length;
            _live.Add(append.Kind, append.Key, place);
            documents.Note(append.Key, place);
            append.Written?.SetResult();
        }

        CompactWhenMostlyDead();
    }

    public void Dispose()
    {
        try
        {
            RandomAccess.FlushToDisk(_file);
        }
        catch (IOException e)
        {
            JournalLog.WriteFailed(log, e);
        }

        _file.Dispose();
    }

    private void WritePieces(List<PendingAppend> batch)
    {
        _pieces.Clear();
        var durable = false;
        foreach (var append in batch)
        {
            _pieces.Add(append.Head);
            if (!append.Document.IsEmpty)
            {
                _pieces.Add(append.Document);
            }

            durable |= append.Written is not null;
        }

        RandomAccess.Write(_file, _pieces, _end);
        if (durable)
        {
            RandomAccess.FlushToDisk(_file);
        }

        _pieces.Clear();
    }

    private void GiveBack(List<PendingAppend> batch, Exception error)
    {
        JournalLog.WriteFailed(log, error);
        try
        {
            RandomAccess.SetLength(_file, _end);
        }
        catch (IOException)
        {
            // The tail is torn then; the next good record overwrites it, and a reader cuts it.
        }

        foreach (var append in batch)
        {
            append.Written?.SetException(new IOException("The job journal could not be written: " + error.Message, error));
        }
    }

    private void CompactWhenMostlyDead()
    {
        if (_end <= _compactAbove || _live.Bytes * 2 > _end)
        {
            return;
        }

        try
        {
            Compact();
            _compactAbove = options.CompactAbove;
        }
        catch (IOException e)
        {
            // No room for a second file, as a rule. The journal works on as it is and tries again later.
            JournalLog.CompactionFailed(log, e);
            _compactAbove = _end + options.CompactAbove;
        }
    }

    private void Compact()
    {
        options.AtStep(CompactionStep.Begun);
        var path = JournalDirectory.PathOf(directory, _number + 1);
        var temporary = JournalDirectory.TemporaryOf(path);
        var next = JournalDirectory.Open(temporary);
        List<LiveRecord> kept;
        try
        {
            kept = CopyLive(next);
            options.AtStep(CompactionStep.Copied);
            RandomAccess.FlushToDisk(next);
            options.AtStep(CompactionStep.Flushed);
            File.Move(temporary, path);
        }
        catch (IOException)
        {
            next.Dispose();
            File.Delete(temporary);
            throw;
        }

        // From here on the new file counts at the next start, so every further record must go there, whatever else fails.
        var old = JournalDirectory.PathOf(directory, _number);
        Adopt(next, kept);
        options.AtStep(CompactionStep.Renamed);
        DirectorySync.Flush(directory);
        options.AtStep(CompactionStep.DirectoryFlushed);
        File.Delete(old);
        options.AtStep(CompactionStep.OldDeleted);
    }

    private List<LiveRecord> CopyLive(SafeFileHandle next)
    {
        RandomAccess.SetLength(next, 0);
        var kept = new List<LiveRecord>();
        var buffer = Array.Empty<byte>();
        long offset = 0;
        foreach (var record in _live.InOrder())
        {
            if (buffer.Length < record.Place.Length)
            {
                buffer = new byte[Math.Max(64 * 1024, record.Place.Length)];
            }

            var bytes = buffer.AsSpan(0, record.Place.Length);
            if (!JournalFile.ReadFully(_file, bytes, record.Place.Offset))
            {
                throw new IOException("The journal ends inside a record that was written.");
            }

            RandomAccess.Write(next, bytes, offset);
            kept.Add(record with { Place = record.Place with { Offset = offset } });
            offset += bytes.Length;
        }

        return kept;
    }

    private void Adopt(SafeFileHandle next, List<LiveRecord> kept)
    {
        var old = _file;
        var records = new LiveRecords(options.KeepClosed);
        kept.ForEach(record => records.Add(record.Kind, record.Key, record.Place));
        (_file, _live, _number) = (next, records, _number + 1);
        _end = kept.Count == 0 ? 0 : kept[^1].Place.Offset + kept[^1].Place.Length;
        documents.Switch(next, kept.Where(record => record.Kind is RecordKind.Event).Select(record => (record.Key, record.Place)));
        old.Dispose();
    }
}
