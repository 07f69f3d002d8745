using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using TicketFlow.Agent.Desktop.Layout;
using TicketFlow.Agent.Journal;
using TicketFlow.Agent.Jobs;
using TicketFlow.Ipp;

namespace TicketFlow.Agent.Desktop.Printer;

/// <summary>What of a held job must survive a restart.</summary>
internal sealed record HeldRecord(string Key, string Printer, string User, string Title, PrintTicket Ticket, DateTimeOffset At);

/// <summary>
/// Jobs that are not the agent's yet. One that waits for its document is no promise and ends with the agent; one that is held back has its
/// document on the shelf and its record beside it, and comes back.
/// </summary>
internal sealed class CreatedJobs(DesktopMemory memory, DocumentShelf shelf, JobTable table, DesktopOptions options, TimeProvider clock)
{
    private const int Most = 1000;
    private const string RecordEnding = ".job";
    private const string DocumentEnding = ".held";

    private readonly ConcurrentDictionary<int, CreatedJob> _jobs = new();

    private readonly ConcurrentDictionary<int, JobEntry> _repeats = new();

    public IEnumerable<CreatedJob> All => _jobs.Select(pair => pair.Value);

    public CreatedJob? Find(int number) => _jobs.GetValueOrDefault(number);

    /// <summary>A key whose number no other job has.</summary>
    public string NextKey()
    {
        while (true)
        {
            var key = JobKeys.Next();
            var number = JobNumbers.Of(key);
            if (!_jobs.ContainsKey(number) && table.Find(JobNumbers.BeginningOf(number)).Count == 0)
            {
                return key;
            }
        }
    }

    /// <summary>False when too many wait already.</summary>
    public bool TryAdd(CreatedJob job)
    {
        Sweep();
        return _jobs.Count < Most && _jobs.TryAdd(job.Number, job);
    }

    /// <summary>The agent's job that a created one turned out to be a repeat of; the sender knows it by the created one's number.</summary>
    public JobEntry? OriginalOf(int number) => _repeats.GetValueOrDefault(number);

    /// <summary>The job is the agent's.</summary>
    public void BecameJob(CreatedJob job, JobEntry entry)
    {
        if (entry.Key != job.Key)
        {
            _repeats[job.Number] = entry;
        }

        Remove(job);
    }

    /// <summary>The job is gone.</summary>
    public void Remove(CreatedJob job)
    {
        File.Delete(shelf.PathOf(job.RecordFile));
        shelf.Drop(job.DocumentFile);
        _jobs.TryRemove(job.Number, out _);
    }

    /// <summary>Keeps a held job whose document is on the shelf; returns when it would survive a power cut.</summary>
    /// <exception cref="IOException">It is not kept.</exception>
    public void Hold(CreatedJob job)
    {
        var record = new HeldRecord(job.Key, job.Printer, job.User, job.Title, job.Ticket, job.At);
        using (var file = new FileStream(shelf.PathOf(job.RecordFile), FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(file, record, HeldJson.Default.HeldRecord);
            file.Flush(flushToDisk: true);
        }

        DirectorySync.Flush(memory.Directory);
        job.WaitForRelease();
    }

    /// <summary>Called once, when the agent's own jobs are back: takes held jobs up, and throws away what belongs to none.</summary>
    public void Recover()
    {
        foreach (var path in Directory.EnumerateFiles(memory.Directory, "*" + RecordEnding))
        {
            if (Read(path) is { } record && table.Find(record.Key).Count == 0 && File.Exists(Path.ChangeExtension(path, DocumentEnding)))
            {
                var job = new CreatedJob(record.Key, record.Printer, record.User, record.Title, record.Ticket, held: true, record.At);
                job.WaitForRelease();
                shelf.Recover(job.DocumentFile);
                _jobs[job.Number] = job;
            }
            else
            {
                File.Delete(path);
            }
        }

        // What LPD had not acknowledged, and what was being laid out, its sender sends again.
        foreach (var path in Directory.EnumerateFiles(memory.Directory, "*" + DocumentEnding)
            .Where(path => !File.Exists(Path.ChangeExtension(path, RecordEnding)))
            .Concat(Directory.EnumerateFiles(memory.Directory, "*.lpd"))
            .Concat(Directory.EnumerateFiles(memory.Directory, "*" + DocumentLayout.Ending)))
        {
            File.Delete(path);
        }
    }

    /// <summary>Ends jobs whose document did not come, and forgets ended ones (PWG 5100.13, multiple-operation-time-out).</summary>
    private void Sweep()
    {
        var now = clock.GetUtcNow();
        foreach (var job in All.Where(job => !job.OnShelf))
        {
            var age = now - job.At;
            var wait = job.State >= IppJobState.Canceled ? options.DocumentWait * 2 : options.DocumentWait;
            if (age > wait && job.Turn.CurrentCount > 0)
            {
                _jobs.TryRemove(job.Number, out _);
            }
        }
    }

    private static HeldRecord? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), HeldJson.Default.HeldRecord);
        }
        catch (JsonException)
        {
            // Half written when the agent died: its user was never told that it is kept.
            return null;
        }
    }
}

[JsonSerializable(typeof(HeldRecord))]
internal sealed partial class HeldJson : JsonSerializerContext;
