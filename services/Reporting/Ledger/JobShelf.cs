using Npgsql;
using TicketFlow.EventStore.Events;
using TicketFlow.Reporting.Facts;

namespace TicketFlow.Reporting.Ledger;

/// <summary>
/// The jobs in work: open ones stay at hand between pages, up to a bound; what a page needs beyond them is fetched with one query.
/// </summary>
internal sealed class JobShelf
{
    // At some 600 bytes each; beyond it the open jobs are fetched again when their next event comes.
    private const int MostKept = 100_000;

    private const string Prefix = "job-";

    private readonly Dictionary<string, JobRecord> _kept = new(StringComparer.Ordinal);
    private readonly HashSet<JobRecord> _touched = new(ReferenceEqualityComparer.Instance);

    /// <summary>Puts every job at hand that the page goes on with, and forgets what is over.</summary>
    public async Task FetchAsync(IReadOnlyList<IEvent> events, NpgsqlConnection connection, CancellationToken cancellation)
    {
        foreach (var ended in _touched.Where(j => j.HasEnded))
        {
            _kept.Remove(Prefix + ended.JobId);
        }

        _touched.Clear();
        if (_kept.Count > MostKept)
        {
            _kept.Clear();
        }

        if (Missing(events) is { Length: > 0 } missing)
        {
            foreach (var job in await JobRows.LoadAsync(connection, missing, cancellation))
            {
                _kept[Prefix + job.JobId] = job;
            }
        }
    }

    public JobRecord? Find(string streamKey) => _kept.GetValueOrDefault(streamKey);

    public JobRecord Add(string streamKey, JobRecord job) => _kept[streamKey] = job;

    public void Touch(JobRecord job) => _touched.Add(job);

    public void WriteTo(NpgsqlBatch batch)
    {
        if (_touched.Count > 0)
        {
            batch.BatchCommands.Add(JobRows.Write([.. _touched]));
        }
    }

    private string[] Missing(IReadOnlyList<IEvent> events)
    {
        var (begun, missing) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var @event in events)
        {
            if (@event.Data is JobOpened or JobRefused)
            {
                begun.Add(@event.StreamKey);
            }
            else if (@event.Data is JobFact && !_kept.ContainsKey(@event.StreamKey) && !begun.Contains(@event.StreamKey))
            {
                missing.Add(@event.StreamKey[Prefix.Length..]);
            }
        }

        return [.. missing];
    }
}
