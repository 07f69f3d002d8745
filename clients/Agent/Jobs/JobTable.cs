using System.Collections.Concurrent;

namespace TicketFlow.Agent.Jobs;

/// <summary>The jobs of this agent: open ones, and the last closed ones for whoever asks.</summary>
internal sealed class JobTable(int keepClosed)
{
    private readonly ConcurrentDictionary<string, JobEntry> _openByKey = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, JobEntry> _byId = new(StringComparer.Ordinal);
    private readonly Lock _closedGate = new();
    private readonly LinkedList<JobEntry> _closed = new();

    /// <summary>Jobs the agent still owes something for.</summary>
    public int OpenCount => _openByKey.Count;

    public IEnumerable<JobEntry> Open => _openByKey.Select(pair => pair.Value);

    public void Add(JobEntry entry)
    {
        NoteIdOf(entry);
        _openByKey[entry.Key] = entry;
    }

    public void NoteId(JobEntry entry, string jobId) => _byId[jobId] = entry;

    public void Close(JobEntry entry)
    {
        if (_openByKey.TryRemove(entry.Key, out _))
        {
            AddClosed(entry);
        }
    }

    public JobEntry? ByKey(string? key) => key is not null && _openByKey.TryGetValue(key, out var entry) ? entry : null;

    public JobEntry? ById(string? id) => id is not null && _byId.TryGetValue(id, out var entry) ? entry : null;

    /// <summary>Open jobs, oldest first, then closed ones when wanted.</summary>
    public IReadOnlyList<JobEntry> List(bool closedToo)
    {
        var open = _openByKey.Values.OrderBy(entry => entry.State.AcceptedAt);
        if (!closedToo)
        {
            return [.. open];
        }

        lock (_closedGate)
        {
            return [.. _closed.Concat(open)];
        }
    }

    /// <summary>Every job whose key or id is, or begins with, the given text; an exact match stands alone.</summary>
    public IReadOnlyList<JobEntry> Find(string text)
    {
        if ((ByKey(text) ?? ById(text)) is { } exact)
        {
            return [exact];
        }

        return
        [
            .. List(closedToo: true).Where(entry =>
                entry.Key.StartsWith(text, StringComparison.Ordinal)
                || (entry.State.JobId?.StartsWith(text, StringComparison.Ordinal) ?? false)),
        ];
    }

    /// <summary>A job known from its summary only.</summary>
    public void AddClosed(JobEntry entry)
    {
        NoteIdOf(entry);
        JobEntry? forgotten = null;
        lock (_closedGate)
        {
            _closed.AddLast(entry);
            if (_closed.Count > keepClosed)
            {
                forgotten = _closed.First!.Value;
                _closed.RemoveFirst();
            }
        }

        if (forgotten?.State.JobId is { } id)
        {
            _byId.TryRemove(id, out _);
        }
    }

    private void NoteIdOf(JobEntry entry)
    {
        if (entry.State.JobId is { } id)
        {
            _byId[id] = entry;
        }
    }
}
