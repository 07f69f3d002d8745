using System.Collections.Concurrent;

namespace TicketFlow.Agent.Jobs;

/// <summary>
/// The jobs of this agent: open ones, ended ones whose document is still kept, and the last closed ones for whoever asks.
/// </summary>
internal sealed class JobTable(int keepClosed)
{
    private readonly ConcurrentDictionary<string, JobEntry> _openByKey = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, JobEntry> _keptByKey = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, JobEntry> _byId = new(StringComparer.Ordinal);
    private readonly Lock _closedGate = new();
    private readonly LinkedList<JobEntry> _closed = new();

    /// <summary>Jobs the agent still owes something for.</summary>
    public int OpenCount => _openByKey.Count;

    public IEnumerable<JobEntry> Open => _openByKey.Select(pair => pair.Value);

    /// <summary>Jobs that somebody may yet choose to print again.</summary>
    public int KeptCount => _keptByKey.Count;

    /// <summary>Ended, with a document that could be sent again.</summary>
    public IEnumerable<JobEntry> Kept => _keptByKey.Select(pair => pair.Value);

    /// <summary>Beats with every change of any job.</summary>
    public Pulse Changes { get; } = new();

    public void Add(JobEntry entry)
    {
        Note(entry);
        _openByKey[entry.Key] = entry;
        Changes.Beat();
    }

    /// <summary>A kept job goes on.</summary>
    public void Reopen(JobEntry entry)
    {
        if (_keptByKey.ContainsKey(entry.Key))
        {
            _openByKey[entry.Key] = entry;
            _keptByKey.TryRemove(entry.Key, out _);
            Changes.Beat();
        }
    }

    public void NoteId(JobEntry entry, string jobId) => _byId[jobId] = entry;

    /// <summary>The agent owes nothing for it; its document is kept.</summary>
    public void Keep(JobEntry entry)
    {
        Note(entry);
        _keptByKey[entry.Key] = entry;
        _openByKey.TryRemove(entry.Key, out _);
    }

    public void Close(JobEntry entry)
    {
        if (_openByKey.TryRemove(entry.Key, out _) | _keptByKey.TryRemove(entry.Key, out _))
        {
            AddClosed(entry);
        }
    }

    /// <summary>A job that is not closed.</summary>
    public JobEntry? ByKey(string? key) =>
        key is not null && (_openByKey.TryGetValue(key, out var entry) || _keptByKey.TryGetValue(key, out entry)) ? entry : null;

    public JobEntry? ById(string? id) => id is not null && _byId.TryGetValue(id, out var entry) ? entry : null;

    /// <summary>Open jobs, oldest first, after the ended ones when wanted.</summary>
    public IReadOnlyList<JobEntry> List(bool closedToo)
    {
        var open = _openByKey.Values.OrderBy(entry => entry.State.AcceptedAt);
        if (!closedToo)
        {
            return [.. open];
        }

        lock (_closedGate)
        {
            return [.. _closed.Concat(_keptByKey.Values.OrderBy(entry => entry.State.EndedAt)).Concat(open).DistinctBy(entry => entry.Key)];
        }
    }

    /// <summary>The newest ended jobs of a user, in no particular order.</summary>
    public IReadOnlyList<JobEntry> Ended(string user, int most)
    {
        lock (_closedGate)
        {
            var closed = new List<JobEntry>();
            for (var node = _closed.Last; node is not null && closed.Count < most; node = node.Previous)
            {
                if (node.Value.State.User == user)
                {
                    closed.Add(node.Value);
                }
            }

            return
            [
                .. closed.Concat(Kept).Concat(Open)
                    .Where(entry => entry.State is { IsEnded: true } state && state.User == user)
                    .DistinctBy(entry => entry.Key)
                    .OrderByDescending(entry => entry.State.EndedAt)
                    .Take(most),
            ];
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
        Note(entry);
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

    private void Note(JobEntry entry)
    {
        entry.All = Changes;
        if (entry.State.JobId is { } id)
        {
            _byId[id] = entry;
        }
    }
}
