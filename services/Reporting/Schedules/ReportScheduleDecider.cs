using TicketFlow.Delivery;
using TicketFlow.Reporting.Api.Questions;

namespace TicketFlow.Reporting.Schedules;

/// <summary>What of a wish is news. Pure; the same wish twice is none.</summary>
internal static class ReportScheduleDecider
{
    private const int LongestName = 60;
    private const int MostReceivers = 50;

    /// <summary>A new schedule, or another one under its name.</summary>
    /// <exception cref="ReportRefusedException">It cannot be used; all that is wrong is said.</exception>
    public static ReportScheduleEvent? Schedule(ReportScheduleBook book, ReportSchedule wish)
    {
        if (Wrong(wish).ToList() is { Count: > 0 } wrong)
        {
            throw new ReportRefusedException(ReportErrors.Invalid, string.Join(" ", wrong.Select(w => w.Text)), wrong);
        }

        return book.Find(wish.Name) is { } known && known.Schedule.Says(wish) ? null : new ReportScheduled(wish);
    }

    /// <summary>It is not wanted any more.</summary>
    public static ReportScheduleEvent? Remove(ReportScheduleBook book, string name) =>
        new ReportScheduleRemoved(Known(book, name).Schedule.Name);

    /// <summary>Not for now.</summary>
    public static ReportScheduleEvent? Pause(ReportScheduleBook book, string name) =>
        Known(book, name).IsPaused ? null : new ReportSchedulePaused(name);

    /// <summary>Again.</summary>
    public static ReportScheduleEvent? Resume(ReportScheduleBook book, string name) =>
        Known(book, name).IsPaused ? new ReportScheduleResumed(name) : null;

    /// <summary>Once, out of turn: a period, the one that is not over, or the last whole one. Also of a paused schedule.</summary>
    public static ReportScheduleEvent? Run(ReportScheduleBook book, string name, string? period, bool soFar, DateTimeOffset now)
    {
        var schedule = Known(book, name).Schedule;
        var days = PeriodOf(schedule, period, soFar, now);
        return new ReportRequested(name, days.From, days.Until);
    }

    /// <summary>The days that are meant.</summary>
    public static ReportPeriod PeriodOf(ReportSchedule schedule, string? period, bool soFar, DateTimeOffset now)
    {
        if (!Days.IsZone(schedule.Zone))
        {
            throw Invalid("zone", $"This machine does not know the zone '{schedule.Zone}'.");
        }

        var today = ReportCalendar.Today(schedule, now);
        if (period is null)
        {
            return soFar ? ReportPeriod.SoFar(schedule.Every, today) : ReportPeriod.Before(schedule.Every, today);
        }

        return !soFar && ReportPeriod.TryParse(period, out var days) && days.From <= today ? days
            : throw Invalid(
                "period", $"'{period}' is no past period. Write a day (2026-10-31), a week (2026-W44) or a month (2026-10), or ask "
                + "for what there is so far; not both.");
    }

    /// <summary>The schedule of that name.</summary>
    public static KnownSchedule Known(ReportScheduleBook book, string name) => book.Find(name) ?? throw new ReportRefusedException(
        ReportErrors.Unknown, $"There is no scheduled report '{name}'. 'ticketflow-ops report schedule list' shows them.");

    private static IEnumerable<ReportProblem> Wrong(ReportSchedule wish)
    {
        if (wish.Name.Length is < 1 or > LongestName || !wish.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            yield return new("name", $"The name '{wish.Name}' must have 1 to {LongestName} characters of a-z, 0-9 and '-'.");
        }

        if (!ReportKinds.All.Contains(wish.Report, StringComparer.Ordinal))
        {
            yield return new("report", $"There is no report '{wish.Report}'. Known: {string.Join(", ", ReportKinds.All)}.");
        }

        if (!IsDay(wish))
        {
            yield return new("on", $"'{wish.On}' is no day to send on: a week has 1 (Monday) to 7, a month 1 to 28; each day has 1 only.");
        }

        if (wish.At.Ticks % TimeSpan.TicksPerMinute != 0)
        {
            yield return new("at", "The time has hours and minutes only, like 07:00.");
        }

        if (!Days.IsZone(wish.Zone))
        {
            yield return new("zone", $"'{wish.Zone}' is no time zone of the IANA database, like Europe/Berlin.");
        }

        if (wish.To.Count is < 1 or > MostReceivers || wish.To.FirstOrDefault(to => !AddressRules.IsMail(to)) is not null)
        {
            yield return new("to", $"Name 1 to {MostReceivers} mail addresses"
                + (wish.To.FirstOrDefault(to => !AddressRules.IsMail(to)) is { } wrong ? $"; '{wrong}' is none." : "."));
        }
    }

    private static bool IsDay(ReportSchedule wish) => wish.Every switch
    {
        ReportEvery.Day => wish.On == 1,
        ReportEvery.Week => wish.On is >= 1 and <= 7,
        ReportEvery.Month => wish.On is >= 1 and <= 28,
        _ => false,
    };

    private static ReportRefusedException Invalid(string part, string text) => new(ReportErrors.Invalid, text, [new(part, text)]);
}

/// <summary>What is wrong with one part of a schedule.</summary>
internal sealed record ReportProblem(string Part, string Text);

/// <summary>What was asked for is not done, and nothing has changed. The message says what to do next.</summary>
internal sealed class ReportRefusedException(string code, string message, IReadOnlyList<ReportProblem>? problems = null)
    : Exception(message)
{
    /// <summary>One of <see cref="ReportErrors"/>.</summary>
    public string Code { get; } = code;

    public IReadOnlyList<ReportProblem> Problems { get; } = problems ?? [];
}

/// <summary>Why something about a scheduled report was refused. Stable.</summary>
internal static class ReportErrors
{
    /// <summary>The schedule or the period cannot be used.</summary>
    public const string Invalid = "report-schedule-invalid";

    /// <summary>There is no such schedule.</summary>
    public const string Unknown = "report-schedule-unknown";

    /// <summary>Others changed schedules at the same time, again and again.</summary>
    public const string Busy = "report-schedule-busy";
}
