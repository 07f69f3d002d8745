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
    /// <summary>Records that nobody waits for and that a bad disk did not take: they stay in their order, up to so many.</summary>
    private const int MostLate = 100_000;

    private readonly List<ReadOnlyMemory<byte>> _pieces = [];
    private readonly List<PendingAppend> _late = [];

    /// <summary>A flush has failed: what the system shows of the file is not what the disk has, and a later flush would not tell.</summary>
    private bool _distrusted;
    private SafeFileHandle _file = file;
    private LiveRecords _live = live;
    private int _number = number;
    private long _end = end;
    private long _compactAbove = options.CompactAbove;

    public DocumentPlaces Documents => documents;

    public void Write(List<PendingAppend> batch)
    {
        batch.InsertRange(0, _late);
        _late.Clear();
        try
        {
            RenewWhenDistrusted();
            WritePieces(batch);
        }
        catch (Exception e) when (IsDiskFault(e))
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
        if (_late.Count > 0)
        {
            Write([]);
        }

        try
        {
            options.Flush(_file);
        }
        catch (IOException e)
        {
            JournalLog.WriteFailed(log, e);
        }

        _file.Dispose();
    }

    /// <summary>A right that was taken away, and a file that may not grow any more, have words of their own.</summary>
    private static bool IsDiskFault(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;

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
        _pieces.Clear();
        if (durable)
        {
            Flush();
        }
    }

    private void Flush()
    {
        try
        {
            options.Flush(_file);
        }
        catch (IOException)
        {
            // The system has marked the lost pages as clean: the next flush of this file would succeed without them.
            JournalLog.Distrusted(log);
            _distrusted = true;
            throw;
        }
    }

    /// <exception cref="IOException">A record cannot be read back, or the new file not written: nothing is taken until it can.</exception>
    private void RenewWhenDistrusted()
    {
        if (_distrusted)
        {
            Compact();
            _distrusted = false;
            JournalLog.Renewed(log, JournalDirectory.PathOf(directory, _number));
        }
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
            // What was refused must not come back at the next start: the next write goes to a new file.
            _distrusted = true;
        }

        _late.AddRange(batch.Where(append => append.Written is null));
        if (_late.Count > MostLate)
        {
            JournalLog.GivenUp(log, _late.Count - MostLate);
            _late.RemoveRange(0, _late.Count - MostLate);
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
        catch (Exception e) when (IsDiskFault(e))
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
            options.Flush(next);
            options.AtStep(CompactionStep.Flushed);
            File.Move(temporary, path);
        }
        catch (Exception e) when (IsDiskFault(e))
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

            if (!JournalFrame.TryRead(bytes, out _, out _, out _))
            {
                throw new IOException("The disk has lost a record of the journal. Check the disk, then start the agent again.");
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
