using System.CommandLine;
using System.Globalization;
using TicketFlow.Reporting.Schedules;

namespace TicketFlow.Ops.Reports;

/// <summary><c>report schedule add</c>.</summary>
internal static class ScheduleAdd
{
    private static readonly Argument<string> Name = new("NAME") { Description = "a-z, 0-9 and '-'. A schedule of that name is replaced." };
    private static readonly Option<string> Report = new("--report")
    {
        Description = "What it is about.",
        DefaultValueFactory = _ => ReportKinds.Overview,
    };
    private static readonly Option<ReportEvery> Every = new("--every")
    {
        Description = "day (about the day before), week (the last whole week) or month (the month before).",
        DefaultValueFactory = _ => ReportEvery.Month,
    };
    private static readonly Option<string?> On = new("--on")
    {
        Description = "Of a week: monday to sunday; of a month: 1 to 28. Default: the first.",
    };
    private static readonly Option<string> At = new("--at") { Description = "Time of day.", DefaultValueFactory = _ => "07:00" };
    private static readonly Option<string> Zone = new("--zone")
    {
        Description = "IANA time zone of the time, and of the report's days.",
        DefaultValueFactory = _ => TimeZoneInfo.Local.Id,
    };
    private static readonly Option<string[]> To = new("--to")
    {
        Description = "Mail addresses; each gets a mail of its own.",
        AllowMultipleArgumentsPerToken = true,
        Required = true,
    };

    public static Command Create()
    {
        Report.AcceptOnlyFromAmong([.. ReportKinds.All]);
        var command = new Command("add", $"""
            Schedules a report by mail: totals as text, all rows as CSV. The first goes out at the next time; what was due before is not
            made up for. A time that clocks leap over is the first moment after the leap; of a time that comes twice it is the first.

            Reports: {string.Join(", ", ReportKinds.All)}.

            Examples:
              ticketflow-ops report schedule add monthly --report department --at 07:00 --zone Europe/Berlin --to chief@example.org
              ticketflow-ops report schedule add costs --report costs --every month --on 3 --at 08:30 --to finance@example.org a@example.org
              ticketflow-ops report schedule add weekly --every week --on monday --at 06:00 --to helpdesk@example.org
            Exit codes: 0 scheduled or as it was, 1 it cannot be used, 4 database out of reach.
            """)
        {
            Name, Report, Every, On, At, Zone, To,
        };
        command.SetAction((parse, cancellation) => ReportWork.RunAsync(
            async work =>
            {
                var wish = WishOf(parse);
                var isNew = await work.RecordAsync(book => ReportScheduleDecider.Schedule(book, wish));
                var next = ReportCalendar.Next(wish, ReportWork.Now);
                var paused = (await work.BookAsync()).Find(wish.Name) is { IsPaused: true } ? " once it is resumed" : "";
                Console.WriteLine(isNew
                    ? $"{wish.Name}: scheduled {wish.Rhythm}, next{paused} at {ReportWork.Moment(next.At)} about {next.Period.Name}. "
                        + $"'ticketflow-ops report schedule preview {wish.Name}' shows one."
                    : $"{wish.Name}: nothing to change.");
            },
            cancellation));
        return command;
    }

    private static ReportSchedule WishOf(ParseResult parse)
    {
        var every = parse.GetValue(Every);
        return new ReportSchedule(
            parse.GetRequiredValue(Name), parse.GetRequiredValue(Report), every, DayOf(every, parse.GetValue(On)),
            TimeOnly.TryParseExact(parse.GetRequiredValue(At), "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
                ? at : throw new OperationException(ExitCodes.Failed, $"'{parse.GetValue(At)}' is no time of day: write it like 07:00."),
            parse.GetRequiredValue(Zone), parse.GetRequiredValue(To));
    }

    private static int DayOf(ReportEvery every, string? text) =>
        text is null ? 1
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : every == ReportEvery.Week && text.All(char.IsAsciiLetter) && Enum.TryParse<DayOfWeek>(text, ignoreCase: true, out var day)
            ? (day == DayOfWeek.Sunday ? 7 : (int)day)
        : throw new OperationException(ExitCodes.Failed, $"'{text}' is no day: write monday to sunday, or 1 to 28.");
}
