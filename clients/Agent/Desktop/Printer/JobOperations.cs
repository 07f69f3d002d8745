using TicketFlow.Agent.LocalApi;
using TicketFlow.Contracts.LocalApi;
using TicketFlow.Ipp;

namespace TicketFlow.Agent.Desktop.Printer;

/// <summary>The operations on jobs that are there (RFC 8011, sections 4.2.6 and 4.3; PWG 5100.11, Cancel-My-Jobs).</summary>
internal sealed class JobOperations(DesktopJobs jobs, JobWishes wishes, DocumentOperations documents)
{
    public IppMessage Describe(IppCall call, PrinterMoment now)
    {
        if (jobs.Find(call) is not { } job)
        {
            return Unknown(call);
        }

        var wanted = RequestedAttributes.Of(call.Operation, "all");
        return call.Ok(new IppGroup(IppTag.JobGroup, [.. wanted.Of(JobDescription.All(call, job, now))]));
    }

    /// <summary>The own jobs only: a title is nobody else's business.</summary>
    public IppMessage List(IppCall call, PrinterMoment now)
    {
        var which = call.Operation.Text("which-jobs") ?? "not-completed";
        if (which is not ("completed" or "not-completed" or "all"))
        {
            return call.Refuse(
                IppStatus.AttributesOrValuesNotSupported, "which-jobs is completed, not-completed or all.",
                new IppGroup(IppTag.UnsupportedGroup, [IppAttribute.Keyword("which-jobs", which)]));
        }

        var wanted = RequestedAttributes.Of(call.Operation, "job-id", "job-uri");
        var numbers = call.Operation.Find("job-ids")?.Integers().ToHashSet();
        var own = jobs.At(call.Printer.Name).Where(job => job.User == call.User)
            .Where(job => which == "all" || job.IsEnded == (which == "completed"))
            .Where(job => numbers?.Contains(job.Number) ?? true);
        return call.Ok(
        [
            .. Ordered(own, which).Take(call.Operation.Integer("limit") is > 0 and var limit ? limit : int.MaxValue)
                .Select(job => new IppGroup(IppTag.JobGroup, [.. wanted.Of(JobDescription.All(call, job, now))])),
        ]);
    }

    public async Task<IppMessage> CancelAsync(IppCall call, CancellationToken cancellationToken) => jobs.Find(call) switch
    {
        null => Unknown(call),
        { IsEnded: true } => call.Refuse(IppStatus.NotPossible, "The job has ended already."),
        var job => Answer(call, await jobs.CancelAsync(job, cancellationToken)),
    };

    public async Task<IppMessage> CancelMineAsync(IppCall call, CancellationToken cancellationToken)
    {
        var named = call.Operation.Find("job-ids")?.Integers().ToHashSet();
        var mine = jobs.At(call.Printer.Name)
            .Where(job => job.User == call.User && !job.IsEnded && (named?.Contains(job.Number) ?? true))
            .ToList();
        if (named is not null && mine.Count < named.Count)
        {
            return call.Refuse(IppStatus.NotFound, "Not all of these jobs are there; none was cancelled.");
        }

        foreach (var job in mine)
        {
            await jobs.CancelAsync(job, cancellationToken);
        }

        return call.Ok();
    }

    public async Task<IppMessage> HoldAsync(IppCall call, bool hold, CancellationToken cancellationToken)
    {
        switch (jobs.Find(call))
        {
            case null:
                return Unknown(call);
            case { IsEnded: true }:
                return call.Refuse(IppStatus.NotPossible, "The job has ended already.");
            case { Entry: { } entry }:
                return Answer(call, await wishes.HoldAsync(entry, hold, cancellationToken));
            case { Created: { } waiting } when hold:
                waiting.Held = true;
                return call.Ok();
            case { Created: { } held }:
                return await documents.ReleaseAsync(call, held, cancellationToken);
            default:
                return Unknown(call);
        }
    }

    private static IEnumerable<DesktopJob> Ordered(IEnumerable<DesktopJob> found, string which) =>
        which == "completed" ? found.OrderByDescending(job => job.EndedAt) : found;

    private static IppMessage Unknown(IppCall call) => call.Refuse(IppStatus.NotFound, "There is no such job.");

    private static IppMessage Answer(IppCall call, LocalError? error) =>
        error is null ? call.Ok() : call.Refuse(IppStatus.NotPossible, error.Text);
}
