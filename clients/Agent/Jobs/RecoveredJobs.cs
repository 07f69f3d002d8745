using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TicketFlow.Agent.Journal;
using TicketFlow.Agent.Spool;

namespace TicketFlow.Agent.Jobs;

/// <summary>Folds the journal into jobs at start and lets each go on from where it stood.</summary>
internal sealed class RecoveredJobs
{
    private readonly Dictionary<string, JobState> _open = new(StringComparer.Ordinal);
    private readonly List<JobState> _closed = [];

    /// <summary>Open jobs found so far.</summary>
    public IReadOnlyCollection<JobState> Open => _open.Values;

    public void Take(JournalRecord record)
    {
        if (record.Kind is RecordKind.Closed)
        {
            _open.Remove(record.Key);
            if (JsonSerializer.Deserialize(record.Json, JournalJson.Default.JobState) is { } summary)
            {
                _closed.Add(summary);
            }
        }
        else if (JsonSerializer.Deserialize(record.Json, JournalJson.Default.JobEvent) is { } happened)
        {
            var state = _open.GetValueOrDefault(record.Key);

            // A late record of a job that is closed already says nothing new.
            if (state is not null || happened is JobOpened or JobAccepted)
            {
                _open[record.Key] = JobEvolution.Evolve(state ?? JobState.None, happened);
            }
        }
    }

    public void Enter(IServiceProvider services)
    {
        var table = services.GetRequiredService<JobTable>();
        var jobs = services.GetRequiredService<JobLifecycle>();
        var unanswered = services.GetRequiredService<UnansweredJobs>();
        services.GetRequiredService<SpoolStore>().Recover(_open.Values);
        _closed.ForEach(summary => table.AddClosed(new JobEntry(summary)));
        foreach (var entry in _open.Values.OrderBy(state => state.AcceptedAt).Select(state => new JobEntry(state)))
        {
            // Applying puts it where it belongs: a job that only waits for its retention to end is not open.
            table.Add(entry);
            unanswered.Recover(entry);
            jobs.Apply(entry, new AgentRestarted());
        }
    }
}
