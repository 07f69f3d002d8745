using System.Globalization;
using System.Text;
using TicketFlow.Agent.Desktop.Printer;
using TicketFlow.Ipp;

namespace TicketFlow.Agent.Desktop.Lpd;

/// <summary>
/// What <c>lpq</c> shows and <c>lprm</c> removes (RFC 1179, sections 5.3 to 5.5), in the words of the classic daemon. Only the caller's
/// own jobs; a print system that speaks for others sees all of them, and removes those of the user it names.
/// </summary>
internal sealed class LpdQueue(DesktopJobs jobs, DesktopPrinter printer, DesktopCaller caller)
{
    private const int LongestTitle = 36;

    /// <param name="named">Numbers of jobs and names of users; none: all.</param>
    public string List(IReadOnlyList<string> named)
    {
        var open = Open().Where(job => named.Count == 0 || Names(named, job)).ToList();
        var text = new StringBuilder($"{printer.Name} is {printer.State}\n");
        if (open.Count == 0)
        {
            return text.Append("no entries\n").ToString();
        }

        text.Append("Rank    Owner      Job         Files                                 Total Size\n");
        var rank = 0;
        foreach (var job in open)
        {
            var place = job.State is IppJobState.Processing ? "active" : (++rank).ToString(CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{place,-7} {Plain(job.User),-10} {job.Number,-11} ")
                .Append(CultureInfo.InvariantCulture, $"{Plain(job.Name),-37} {job.Bytes ?? 0} bytes\n");
        }

        return text.ToString();
    }

    /// <param name="user">For whom it is asked; believed as far as the caller is.</param>
    /// <param name="named">Numbers of jobs and names of users; none: the one that is being printed, as the RFC says.</param>
    public async Task<string> RemoveAsync(string user, IReadOnlyList<string> named, CancellationToken cancellationToken)
    {
        var owner = caller.UserOf(user);
        var removed = new StringBuilder();
        var own = Open().Where(job => job.User == owner);
        foreach (var job in own.Where(job => named.Count == 0 ? job.State is IppJobState.Processing : Names(named, job)).ToList())
        {
            var refused = await jobs.CancelAsync(job, cancellationToken);
            removed.Append(CultureInfo.InvariantCulture, $"{job.Number} {(refused is null ? "dequeued" : Plain(refused.Text))}\n");
        }

        return removed.Length > 0 ? removed.ToString() : "no job of yours like that\n";
    }

    private IEnumerable<DesktopJob> Open() =>
        jobs.At(printer.Name).Where(job => !job.IsEnded && (caller.IsSpooler || job.User == caller.Account));

    private static bool Names(IReadOnlyList<string> named, DesktopJob job) =>
        named.Contains(job.User, StringComparer.Ordinal)
        || named.Contains(job.Number.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal);

    /// <summary>It goes to a terminal.</summary>
    private static string Plain(string text)
    {
        var clean = string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
        return clean.Length > LongestTitle ? clean[..(LongestTitle - 1)] + "…" : clean;
    }
}
