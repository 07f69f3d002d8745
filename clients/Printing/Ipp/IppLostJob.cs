using TicketFlow.Ipp;

namespace TicketFlow.Printing.Ipp;

/// <summary>Finds a job whose id never arrived, because the connection broke under Print-Job.</summary>
internal static class IppLostJob
{
    private static readonly string[] Which = ["not-completed", "completed"];

    /// <summary>The one job of this user and title that the printer made since; null when there is none, or more than one.</summary>
    public static async Task<int?> FindAsync(IppRequests requests, int since, CancellationToken cancellationToken)
    {
        var found = new List<int>();
        foreach (var which in Which)
        {
            var answer = await requests.AskAsync(requests.Jobs(which), cancellationToken);
            found.AddRange(answer.Groups.Where(group => group.Tag is IppTag.JobGroup && IsIt(group, requests, since))
                .Select(group => group.Integer("job-id")).OfType<int>());
        }

        return found.Distinct().ToList() is [var only] ? only : null;
    }

    private static bool IsIt(IppGroup job, IppRequests requests, int since) =>
        job.Text("job-name") == requests.Title && job.Text("job-originating-user-name") == requests.User
        && job.Integer("time-at-creation") >= since;
}
