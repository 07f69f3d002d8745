using System.Globalization;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Notifications;

/// <summary>What is worth a user's attention: a question, a loss, and the end of a long wait. Nothing else ever disturbs.</summary>
internal static class NotificationDecisions
{
    private const int LongestTitle = 60;

    /// <summary>What to show for jobs that have changed; one for each stopped printer, however many jobs wait there.</summary>
    /// <param name="asked">Keys of jobs whose question was shown.</param>
    public static IEnumerable<UserNotification> Of(IReadOnlyList<LocalJob> changed, IReadOnlySet<string> asked, TimeSpan longWait) =>
        changed.Where(job => Asks(job) && !asked.Contains(job.Key))
            .GroupBy(job => job.Question!.Printer ?? job.Printer, StringComparer.Ordinal)
            .Select(jobs => Question(jobs.Key, [.. jobs]))
            .Concat(changed.Select(job => Ended(job, longWait)).OfType<UserNotification>());

    public static bool Asks(LocalJob job) => job is { Ended: false, Question.Answered: false };

    /// <summary>
    /// Names what is to be told about a job: the same as long as it is the same question or the same end, over restarts of everybody. Null
    /// when there is nothing to tell.
    /// </summary>
    public static string? IdOf(LocalJob job, TimeSpan longWait) =>
        Asks(job) ? IdOf(job, "asks", job.Question!.At) : Ended(job, longWait) is not null ? IdOf(job, "ended", job.EndedAt) : null;

    private static UserNotification Question(string printer, IReadOnlyList<LocalJob> jobs) => new(
        "printer:" + printer,
        $"{printer} has stopped",
        (jobs.Count == 1 ? $"{Short(jobs[0].Title)} waits. " : $"{jobs.Count} of your jobs wait. ")
            + jobs[0].Question!.Text + " 'ticketflow open' shows the choices.",
        Urgent: true);

    private static UserNotification? Ended(LocalJob job, TimeSpan longWait) => job.State switch
    {
        JobStates.Completed when job.EndedAt - job.AcceptedAt >= longWait =>
            new UserNotification("job:" + job.Key, Short(job.Title), $"Printed on {job.Printer}.", Urgent: false),
        JobStates.Interrupted => new UserNotification(
            "job:" + job.Key,
            Short(job.Title),
            $"Cut off in mid-transfer: look at {job.Printer} before you print it again.",
            Urgent: true),
        JobStates.Failed or JobStates.Refused or JobStates.Cancelled when IsLoss(job) => new UserNotification(
            "job:" + job.Key, Short(job.Title), $"Not printed on {job.Printer}. {job.Text ?? job.Code}".TrimEnd(), Urgent: true),
        _ => null,
    };

    /// <summary>Whoever cancels knows it; a job that a budget stopped after it was taken is news.</summary>
    private static bool IsLoss(LocalJob job) => job.State != JobStates.Cancelled || job.Code == StopCodes.OverQuota;

    private static string IdOf(LocalJob job, string what, DateTimeOffset? at) =>
        string.Create(CultureInfo.InvariantCulture, $"{job.Key} {what} {at?.ToUnixTimeMilliseconds() ?? 0}");

    private static string Short(string title) => title.Length <= LongestTitle ? title : title[..(LongestTitle - 1)] + "…";
}
