using System.Security.Cryptography;
using System.Text;

namespace TicketFlow.Reporting.Schedules;

/// <summary>A report that is to be written: by the clock, or because somebody asked for it.</summary>
/// <param name="Request">
/// The number of the event that asked for it; by the clock 0, or the negative number of the event that changed the schedule.
/// </param>
/// <param name="At">When it was due, UTC.</param>
/// <param name="Missed">Earlier ones of the schedule that nobody wrote; they are not made up for.</param>
internal sealed record DueReport(
    ReportSchedule Schedule, ReportPeriod Period, long Request, DateTimeOffset At, IReadOnlyList<ReportOccurrence> Missed)
{
    /// <summary>The mail's <c>Message-ID</c> before the '@': the same whoever sends it, and however often.</summary>
    public string MessageName =>
        $"report.{Schedule.Name}.{Period.Name.Replace("..", "-", StringComparison.Ordinal)}" + (Request == 0 ? "" : $".{Math.Abs(Request)}");

    /// <summary>The letter's id; follows from the same.</summary>
    public Guid Letter => new(SHA256.HashData(Encoding.UTF8.GetBytes(MessageName)).AsSpan(0, 16));
}

/// <summary>What is due. Pure.</summary>
internal static class DueReports
{
    /// <summary>Older requests are not followed any more: whoever asked has long asked again.</summary>
    private static readonly TimeSpan RequestsHoldFor = TimeSpan.FromDays(1);

    /// <summary>So many missed ones are named.</summary>
    private const int MostMissed = 31;

    /// <summary>
    /// Of each schedule the newest one that is due, and every request; without looking at what was written already. After a time in which
    /// no service ran only the newest goes out: the others would tell the same days again, or nobody waits for them any more.
    /// </summary>
    public static IReadOnlyList<DueReport> Of(ReportScheduleBook book, DateTimeOffset now)
    {
        var due = new List<DueReport>();
        foreach (var known in Running(book))
        {
            var newest = ReportCalendar.Newest(known.Schedule, now);
            if (newest.At > known.Since)
            {
                due.Add(new DueReport(known.Schedule, newest.Period, known.Number, newest.At, Earlier(known, newest)));
            }
        }

        due.AddRange(book.Requests.Where(r => now - r.At < RequestsHoldFor && IsKnownHere(r.Schedule))
            .Select(r => new DueReport(r.Schedule, r.Period, r.Number, r.At, [])));
        return due;
    }

    /// <summary>When the next one comes up; null: never.</summary>
    public static DateTimeOffset? NextAt(ReportScheduleBook book, DateTimeOffset now) =>
        Running(book).Min(k => (DateTimeOffset?)ReportCalendar.Next(k.Schedule, now).At);

    /// <summary>A zone that only the machine knew where it was scheduled must not stop the others.</summary>
    private static IEnumerable<KnownSchedule> Running(ReportScheduleBook book) =>
        book.Schedules.Values.Where(k => !k.IsPaused && IsKnownHere(k.Schedule));

    private static bool IsKnownHere(ReportSchedule schedule) => TimeZoneInfo.TryFindSystemTimeZoneById(schedule.Zone, out _);

    private static List<ReportOccurrence> Earlier(KnownSchedule known, ReportOccurrence newest)
    {
        var missed = new List<ReportOccurrence>();
        for (var one = ReportCalendar.Earlier(known.Schedule, newest); one.At > known.Since && missed.Count < MostMissed;
            one = ReportCalendar.Earlier(known.Schedule, one))
        {
            missed.Add(one);
        }

        return missed;
    }
}
