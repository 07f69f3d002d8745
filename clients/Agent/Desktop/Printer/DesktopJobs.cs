using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.LocalApi;
using TicketFlow.Contracts.LocalApi;
using TicketFlow.Ipp;

namespace TicketFlow.Agent.Desktop.Printer;

/// <summary>The jobs a caller may see and change: the own ones, at one printer.</summary>
internal sealed class DesktopJobs(CreatedJobs created, JobTable table, JobWishes wishes)
{
    /// <summary>Null when there is none of this number, or it is somebody else's: which of the two is nobody's business.</summary>
    public DesktopJob? Find(IppCall call) => call.JobNumber is { } number && Find(number) is { } job && job.User == call.User ? job : null;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<DesktopJob> At(string printer) =>
    [
        .. table.List(closedToo: true).Select(DesktopJob.Of).Concat(created.All.Select(DesktopJob.Of))
            .Where(job => string.Equals(job.Printer, printer, StringComparison.OrdinalIgnoreCase))
            .DistinctBy(job => job.Number)
            .OrderBy(job => job.CreatedAt),
    ];

    /// <summary>Null when it is cancelled or will be, else why not.</summary>
    public async Task<LocalError?> CancelAsync(DesktopJob job, CancellationToken cancellationToken)
    {
        if (job.Entry is { } entry)
        {
            // The server's silence is no failure: the agent has noted the wish, and nothing is started any more.
            var refused = await wishes.CancelAsync(entry, cancellationToken);
            return refused is { Code: Contracts.Errors.AgentErrors.ServerSilent } ? null : refused;
        }

        var waiting = job.Created!;
        waiting.End(IppJobState.Canceled, "job-canceled-by-user", "Cancelled by its user.");
        if (waiting.OnShelf)
        {
            created.Remove(waiting);
        }

        return null;
    }

    private DesktopJob? Find(int number)
    {
        if (number < 1 || number > 1 << 30)
        {
            return null;
        }

        var beginning = JobNumbers.BeginningOf(number);
        var entry = table.Find(beginning).FirstOrDefault(found => found.Key.StartsWith(beginning, StringComparison.Ordinal));
        return entry is not null ? DesktopJob.Of(entry)
            : created.OriginalOf(number) is { } original ? DesktopJob.Of(original) with { Number = number }
            : created.Find(number) is { } waiting ? DesktopJob.Of(waiting) : null;
    }
}
