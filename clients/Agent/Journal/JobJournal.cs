using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace TicketFlow.Agent.Journal;

/// <summary>
/// The agent's memory that survives a kill. Append-only; concurrent callers share one write and one flush; a thread of its own writes,
/// so that a slow disk holds up no other work.
/// </summary>
internal sealed class JobJournal : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _work = new(0);
    private readonly JournalWriter _writer;
    private readonly Thread _thread;
    private List<PendingAppend> _queue = [];
    private bool _closing;

    private JobJournal(JournalWriter writer)
    {
        _writer = writer;
        _thread = new Thread(Run) { IsBackground = true, Name = "journal" };
        _thread.Start();
    }

    /// <summary>Opens the journal, cuts a torn tail and hands over every record.</summary>
    /// <exception cref="IOException">The directory cannot be used.</exception>
    public static JobJournal Open(string directory, JournalOptions options, Action<JournalRecord> recovered, ILogger log)
    {
        var (file, number) = JournalDirectory.OpenNewest(directory);
        var live = new LiveRecords(options.KeepClosed);
        var documents = new DocumentPlaces();
        documents.Switch(file, []);
        var scan = JournalFile.Scan(file, record =>
        {
            live.Add(record.Kind, record.Key, record.Place);
            documents.Note(record.Key, record.Place);
            recovered(record);
        });
        Mend(file, JournalDirectory.PathOf(directory, number), scan, log);
        return new JobJournal(new JournalWriter(directory, options, file, number, scan.End, live, documents, log));
    }

    /// <summary>Whether the document of this job rides in the journal.</summary>
    public bool HasDocument(string key) => _writer.Documents.Has(key);

    /// <summary>The job's document; reading fails with <see cref="FileNotFoundException"/> when there is none.</summary>
    public Stream OpenDocument(string key) => new JournalDocument(_writer.Documents, key);

    /// <summary>The document will not be read again.</summary>
    public void ForgetDocument(string key) => _writer.Documents.Forget(key);

    /// <summary>Appends and returns when the record (and every one before it) survives a power cut.</summary>
    /// <exception cref="IOException">The record is not in the journal: disk full or broken.</exception>
    public Task AppendDurablyAsync(RecordKind kind, string key, ReadOnlySpan<byte> json, ReadOnlyMemory<byte> document = default)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(new PendingAppend(kind, key, JournalFrame.Head(kind, key, json, document.Span), document, written));
        return written.Task;
    }

    /// <summary>Appends in order and at once, but waits for nothing: it survives a kill of the process, not surely a power cut.</summary>
    public void Append(RecordKind kind, string key, ReadOnlySpan<byte> json) =>
        Enqueue(new PendingAppend(kind, key, JournalFrame.Head(kind, key, json, []), default, Written: null));

    public void Dispose()
    {
        lock (_gate)
        {
            if (_closing)
            {
                return;
            }

            _closing = true;
        }

        _work.Release();
        _thread.Join();
        _writer.Dispose();
        _work.Dispose();
    }

    private static void Mend(SafeFileHandle file, string path, ScanResult scan, ILogger log)
    {
        if (scan.DamagedBytes > 0)
        {
            JournalLog.Damaged(log, scan.DamagedBytes, JournalDirectory.KeepDamaged(path));
        }

        var torn = RandomAccess.GetLength(file) - scan.End;
        if (torn > 0)
        {
            JournalLog.TornTail(log, torn);
            RandomAccess.SetLength(file, scan.End);
            RandomAccess.FlushToDisk(file);
        }
    }

    private void Enqueue(PendingAppend append)
    {
        bool first;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, this);
            first = _queue.Count == 0;
            _queue.Add(append);
        }

        if (first)
        {
            _work.Release();
        }
    }

    private void Run()
    {
        var batch = new List<PendingAppend>();
        while (true)
        {
            _work.Wait();
            bool last;
            lock (_gate)
            {
                (batch, _queue) = (_queue, batch);
                last = _closing;
            }

            if (batch.Count > 0)
            {
                _writer.Write(batch);
                batch.Clear();
            }

            if (last)
            {
                return;
            }
        }
    }
}
