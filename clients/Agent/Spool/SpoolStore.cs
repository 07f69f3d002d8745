using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Journal;
using TicketFlow.Agent.Options;

namespace TicketFlow.Agent.Spool;

/// <summary>Documents: small ones in the journal, large ones in files beside it.</summary>
internal sealed class SpoolStore
{
    private readonly string _directory;
    private readonly JobJournal _journal;

    public SpoolStore(AgentOptions options, JobJournal journal)
    {
        _directory = options.SpoolDirectory;
        _journal = journal;
        Memory = new SpoolBudget(options.Spool.MemoryTotal);
        Disk = new SpoolBudget(options.Spool.DiskTotal);
        Directory.CreateDirectory(_directory);
    }

    public SpoolBudget Memory { get; }

    public SpoolBudget Disk { get; }

    public string PathOf(string file) => Path.Combine(_directory, file);

    /// <summary>Counts the documents found at start, and removes files no job owns: their submission was broken off.</summary>
    public void Recover(IEnumerable<JobState> open)
    {
        var owned = new HashSet<string>(StringComparer.Ordinal);
        foreach (var job in open.Where(job => job.HasDocument))
        {
            if (job.SpoolFile is { } file)
            {
                owned.Add(file);
                Disk.Take(job.Bytes!.Value);
            }
            else
            {
                Memory.Take(job.Bytes!.Value);
            }
        }

        foreach (var path in Directory.EnumerateFiles(_directory).Where(path => !owned.Contains(Path.GetFileName(path))))
        {
            File.Delete(path);
        }
    }

    /// <exception cref="IOException">The document is gone.</exception>
    /// <exception cref="UnauthorizedAccessException">The document may not be read.</exception>
    public Stream OpenRead(JobState job)
    {
        if (job.SpoolFile is { } file)
        {
            return new SpooledDocument(PathOf(file));
        }

        return _journal.HasDocument(job.Key)
            ? _journal.OpenDocument(job.Key)
            : throw new FileNotFoundException("The journal holds no document of this job.");
    }

    /// <summary>The job will not be sent (again).</summary>
    public void Drop(JobState job)
    {
        if (job.Bytes is not { } bytes)
        {
            return;
        }

        if (job.SpoolFile is { } file)
        {
            DeleteQuietly(file);
            Disk.GiveBack(bytes);
        }
        else
        {
            _journal.ForgetDocument(job.Key);
            Memory.GiveBack(bytes);
        }
    }

    /// <summary>A file that cannot be deleted now is deleted at the next start.</summary>
    public void DeleteQuietly(string file)
    {
        try
        {
            File.Delete(PathOf(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No job owns it any more.
        }
    }
}
