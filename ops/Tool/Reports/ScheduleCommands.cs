using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using TicketFlow.Ops.Access;
using TicketFlow.Reporting.Schedules;

namespace TicketFlow.Ops.Reports;

/// <summary><c>report schedule add | list | show | remove | pause | resume | run | preview</c>.</summary>
internal static class ScheduleCommands
{
    private const int RunsShown = 12;

    public static Command Create()
    {
        var schedule = new Command("schedule", "Reports that go out by mail again and again (docs/reports.md).")
        {
            ScheduleAdd.Create(), List(), Show(),
            Change("remove", "Removes a schedule; what is on its way still arrives.", "removed", ReportScheduleDecider.Remove),
            Change("pause", "Sends nothing until it is resumed.", "paused", ReportScheduleDecider.Pause),
            Change("resume", "Goes on; what was due meanwhile is not made up for.", "goes on", ReportScheduleDecider.Resume),
            Run(), Preview(),
        };
        return new Command("report", "Reports by mail.") { schedule };
    }

    private static Argument<string> Name() => new("NAME") { Description = "The schedule." };

    private static Option<string?> Period() =>
        new("--period") { Description = "A day, week or month: 2026-10-31, 2026-W44, 2026-10. Default: the last whole one." };

    private static Option<bool> Now() => new("--now") { Description = "The day, week or month that is not over, as far as it is known." };

    private static Option<bool> Json() => new("--json") { Description = "One JSON object per line." };

    private static Command List()
    {
        var json = Json();
        var command = new Command("list", "Lists the schedules.\n\nExample: ticketflow-ops report schedule list") { json };
        command.SetAction((parse, cancellation) => ReportWork.RunAsync(
            async work =>
            {
                var runs = (await work.RunsAsync(null, 1)).ToDictionary(r => r.Schedule, StringComparer.Ordinal);
                var table = PolicyCommand.NewTable("schedule", "report", "when", "to", "next", "last", "");
                foreach (var known in (await work.BookAsync()).Schedules.Values)
                {
                    var (s, last) = (known.Schedule, runs.GetValueOrDefault(known.Schedule.Name));
                    var next = known.IsPaused ? null : ReportCalendar.NextAt(s, ReportWork.Now);
                    if (parse.GetValue(json))
                    {
                        PolicyCommand.WriteJson(new { Schedule = s, Paused = known.IsPaused, NextAt = next, Last = last });
                    }

                    string[] cells =
                    [
                        s.Name, s.Report, s.Rhythm, string.Join(", ", s.To), known.IsPaused ? "paused" : NextOf(next),
                        last?.Period ?? "", last?.State ?? "",
                    ];
                    table.AddRow([.. cells.Select(Markup.Escape)]);
                }

                PolicyCommand.Finish(table, parse.GetValue(json),
                    "No report goes out. 'ticketflow-ops report schedule add --help' shows how.");
            },
            cancellation));
        return command;
    }

    private static string NextOf(DateTimeOffset? at) => at is { } moment ? ReportWork.Moment(moment) : "never: zone unknown here";

    private static Command Show()
    {
        var (name, json) = (Name(), Json());
        var command = new Command("show", $"""
            Shows a schedule's last {RunsShown} reports, and what became of each mail.

            Example: ticketflow-ops report schedule show monthly
            Exit codes: 0, 3 no such schedule, 4 database out of reach.
            """) { name, json };
        command.SetAction((parse, cancellation) => ReportWork.RunAsync(
            async work =>
            {
                var known = ReportScheduleDecider.Known(await work.BookAsync(), parse.GetRequiredValue(name));
                if (!parse.GetValue(json))
                {
                    var next = NextOf(ReportCalendar.NextAt(known.Schedule, ReportWork.Now));
                    Console.WriteLine($"{known.Schedule.Name}: {known.Schedule.Report}, {known.Schedule.Rhythm}"
                        + (known.IsPaused ? "; paused" : $"; next at {next}"));
                }

                ShowRuns(await work.RunsAsync(known.Schedule.Name, RunsShown), parse.GetValue(json));
            },
            cancellation));
        return command;
    }

    private static void ShowRuns(IReadOnlyList<ReportRun> runs, bool json)
    {
        var table = PolicyCommand.NewTable("period", "due", "rows", "to", "state", "tries", "why not");
        foreach (var run in runs)
        {
            if (json)
            {
                PolicyCommand.WriteJson(run);
            }

            foreach (var to in run.Deliveries.DefaultIfEmpty(new ReportDelivery("", run.State, 0, null)))
            {
                table.AddRow(
                    run.Period + (run.Asked ? " (asked for)" : ""), ReportWork.Moment(run.DueAt),
                    run.Rows?.ToString(CultureInfo.InvariantCulture) ?? "", Markup.Escape(to.Receiver), to.State,
                    to.Tries.ToString(CultureInfo.InvariantCulture), Markup.Escape(to.Error ?? ""));
            }
        }

        PolicyCommand.Finish(table, json, "Nothing was sent yet.");
    }

    private static Command Change(
        string word, string text, string done, Func<ReportScheduleBook, string, ReportScheduleEvent?> decide)
    {
        var name = Name();
        var command = new Command(word, $"""
            {text}

            Example: ticketflow-ops report schedule {word} monthly
            Exit codes: 0 done or as it was, 3 no such schedule, 4 database out of reach.
            """) { name };
        command.SetAction((parse, cancellation) => ReportWork.RunAsync(
            async work =>
            {
                var which = parse.GetRequiredValue(name);
                var isNew = await work.RecordAsync(book => decide(book, which));
                Console.WriteLine($"{which}: {(isNew ? done : "nothing to change")}.");
            },
            cancellation));
        return command;
    }

    private static Command Run()
    {
        var (name, period, now) = (Name(), Period(), Now());
        var command = new Command("run", """
            Has a report sent once, out of turn, by the reporting service; also that of a paused schedule.

            Examples:
              ticketflow-ops report schedule run monthly                     # the last whole month again
              ticketflow-ops report schedule run monthly --period 2026-08
              ticketflow-ops report schedule run monthly --now               # this month, as far as it is known
            Exit codes: 0 asked for, 1 no such period, 3 no such schedule, 4 database out of reach.
            """) { name, period, now };
        command.SetAction((parse, cancellation) => ReportWork.RunAsync(
            async work =>
            {
                var which = parse.GetRequiredValue(name);
                await work.RecordAsync(book => ReportScheduleDecider.Run(
                    book, which, parse.GetValue(period), parse.GetValue(now), ReportWork.Now));
                Console.WriteLine($"{which}: asked for. 'ticketflow-ops report schedule show {which}' tells what became of it.");
            },
            cancellation));
        return command;
    }

    private static Command Preview()
    {
        var (name, period, now) = (Name(), Period(), Now());
        var csv = new Option<bool>("--csv") { Description = "The file instead of the text." };
        var command = new Command("preview", """
            Shows what would be sent; nothing is.

            Examples:
              ticketflow-ops report schedule preview monthly
              ticketflow-ops report schedule preview monthly --period 2026-08 --csv > august.csv
            Exit codes: 0, 1 no such period, 3 no such schedule, 4 database out of reach.
            """) { name, period, now, csv };
        command.SetAction((parse, cancellation) => ReportWork.RunAsync(
            async work =>
            {
                var schedule = ReportScheduleDecider.Known(await work.BookAsync(), parse.GetRequiredValue(name)).Schedule;
                var days = ReportScheduleDecider.PeriodOf(schedule, parse.GetValue(period), parse.GetValue(now), ReportWork.Now);
                var report = await work.ComposeAsync(schedule, days);
                if (parse.GetValue(csv))
                {
                    await using var output = Console.OpenStandardOutput();
                    await output.WriteAsync(report.Csv, cancellation);
                    return;
                }

                Console.WriteLine($"Subject: {report.Subject}\n\n{report.Text}");
            },
            cancellation));
        return command;
    }
}
