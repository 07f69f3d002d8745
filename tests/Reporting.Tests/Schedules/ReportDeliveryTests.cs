using Microsoft.Extensions.DependencyInjection;
using Reporting.Tests.Invoices;
using TicketFlow.Reporting.Schedules;

namespace Reporting.Tests.Schedules;

/// <summary>From a schedule in a real log to a real mail server.</summary>
public sealed class ReportDeliveryTests
{
    private static readonly DateTimeOffset LateMarch = new(2026, 3, 31, 12, 0, 0, TimeSpan.Zero);

    // 07:00 in Berlin, summer time.
    private static readonly DateTimeOffset AprilFirst = new(2026, 4, 1, 5, 0, 0, TimeSpan.Zero);

    private static readonly ReportSchedule Monthly = new(
        "monthly", "department", ReportEvery.Month, 1, new TimeOnly(7, 0), "Europe/Berlin", ["a@example.org"]);

    private const string States = "select coalesce(string_agg(state, ' ' order by receiver, at), '') from finance.report_letter";

    [Fact]
    public async Task Of_two_services_one_sends_to_each_receiver_once_with_totals_and_all_rows()
    {
        await using var site = await ReportSite.CreateAsync(LateMarch);
        var service = await site.StartAsync();
        await site.StartAsync();
        await site.ScheduleAsync(Monthly with { To = ["a@example.org", "b@example.org"] });
        site.Clock.Set(AprilFirst);
        await site.MailsAsync(2);
        // Settled: the clock that is put on must not end a claim.
        await site.BecomesAsync("sent sent", States);
        site.Clock.Set(AprilFirst.AddMonths(1));
        await site.MailsAsync(4);
        await site.BecomesAsync("sent sent sent sent", States);

        site.Mail.Mails.Select(m => $"{m.To} {m.Header("Message-ID")}").Order().ShouldBe(
        [
            "a@example.org <report.monthly.2026-03@example.org>", "a@example.org <report.monthly.2026-04@example.org>",
            "b@example.org <report.monthly.2026-03@example.org>", "b@example.org <report.monthly.2026-04@example.org>",
        ]);
        var (mail, jobs) = (site.Mail.Mails[0], await site.Log.Database.ScalarAsync<long>("""
            select count(*) from reporting.outcome where is_first and at >= '2026-03-01' at time zone 'Europe/Berlin'
              and at < '2026-04-01' at time zone 'Europe/Berlin'
            """));
        mail.Header("Subject").ShouldBe("Printing, 2026-03: by department");
        mail.Header("Content-Type").ShouldStartWith("multipart/mixed");
        mail.Body.ShouldContain("Printing from 2026-03-01 to 2026-03-31 (Europe/Berlin), by department.");
        mail.Body.ShouldMatch($@"Jobs +{jobs}  \(");
        mail.Body.ShouldContain("More: https://finance.example.org/?month=2026-03");
        mail.Body.ShouldContain("sent each month on day 1 at 07:00 Europe/Berlin");
        mail.FileName.ShouldBe("monthly-2026-03.csv");
        mail.File.ShouldStartWith("department,jobs,outcomes,");
        var composer = service.Services.GetRequiredService<ReportComposer>();
        var again = await composer.ComposeAsync(Monthly, new ReportPeriod(new(2026, 3, 1), new(2026, 4, 1)), null, null, default);
        mail.File.ShouldBe(System.Text.Encoding.UTF8.GetString(again.Csv.Span));
    }

    [Fact]
    public async Task After_days_without_a_service_the_newest_goes_out_and_names_the_missed_ones()
    {
        await using var site = await ReportSite.CreateAsync(LateMarch);
        await site.ScheduleAsync(Monthly with { Name = "daily", Every = ReportEvery.Day });
        site.Clock.Set(AprilFirst.AddDays(3).AddMinutes(1));
        await site.StartAsync();
        await site.MailsAsync(1);
        await site.BecomesAsync("sent", States);
        site.Mail.Mails[0].Header("Message-ID").ShouldBe("<report.daily.2026-04-03@example.org>");
        site.Mail.Mails[0].Body.ShouldContain("Not sent, for nothing ran then: 2026-03-31, 2026-04-01, 2026-04-02.");
        await site.StopAsync();
        await site.StartAsync();
        site.Clock.Set(AprilFirst.AddDays(4));
        await site.MailsAsync(2);
        site.Mail.Mails.Count.ShouldBe(2);
        site.Mail.Mails[1].Body.ShouldNotContain("Not sent");
    }

    [Fact]
    public async Task A_service_killed_between_sending_and_recording_is_followed_by_another_with_the_same_mail()
    {
        await using var site = await ReportSite.CreateAsync(TimeProvider.System.GetUtcNow());
        site.Settings["Reporting:Reports:Timeout"] = "00:00:01";
        site.Settings["Reporting:Reports:ClaimFor"] = "00:00:02";
        var receipt = new TaskCompletionSource();
        site.Mail.Receipt = receipt.Task;
        var environment = site.Settings.ToDictionary(s => s.Key.Replace(":", "__", StringComparison.Ordinal), s => s.Value!);
        using (OpsProcess.Start("TicketFlow.Reporting.dll", [], environment))
        {
            await site.ScheduleAsync(Monthly);
            await site.DecideAsync(book => ReportScheduleDecider.Run(book, "monthly", "2026-03", soFar: false, site.Clock.GetUtcNow()));
            await site.MailsAsync(1);
        }

        receipt.SetResult();
        using (OpsProcess.Start("TicketFlow.Reporting.dll", [], environment))
        {
            await site.BecomesAsync("sent", States);
        }

        site.Mail.Mails.Count.ShouldBeGreaterThan(1);
        site.Mail.Mails.Select(m => m.Text).Distinct().ShouldHaveSingleItem();
        site.Mail.Mails[0].Header("Message-ID").ShouldBe("<report.monthly.2026-03.2@example.org>");
        (await site.Log.Database.ScalarAsync<long>("select count(*) from finance.report_run")).ShouldBe(1);
    }

    [Fact]
    public async Task A_mail_server_that_is_away_delays_and_loses_nothing_and_support_hears_of_a_refused_address_once()
    {
        await using var site = await ReportSite.CreateAsync(LateMarch);
        await site.Mail.StopAsync();
        await site.StartAsync();
        await site.ScheduleAsync(Monthly with { To = ["a@example.org", "gone@example.org"] });
        site.Clock.Set(AprilFirst);
        await site.BecomesAsync("true", "select (count(*) = 2 and min(tries) > 2)::text from finance.report_letter");
        site.Mail.Recipient = to => to.StartsWith("gone", StringComparison.Ordinal) ? "550 nobody of that name" : "250 fine";
        site.Mail.Start();
        await site.BecomesAsync("sent refused", States);
        await site.BecomesAsync("report-not-delivered", "select coalesce(string_agg(kind, ' '), '') from ticketflow.support_notice");
        // A second report, so that the first had every chance of being told twice.
        site.Clock.Set(AprilFirst.AddMonths(1));
        await site.BecomesAsync("2", "select count(*)::text from ticketflow.support_notice");
        (await site.Log.Database.ScalarAsync<string>("select text from ticketflow.support_notice order by at limit 1")).ShouldBe(
            "The report monthly about 2026-03 did not reach gone@example.org: the mail server refused the address for good: "
            + "550 nobody of that name. Mend the cause, then send it again: ticketflow-ops report schedule run monthly --period 2026-03");
        site.Mail.Mails.Count(m => m.Header("Message-ID") == "<report.monthly.2026-03@example.org>").ShouldBe(1);
    }

    [Fact]
    public async Task Figures_that_do_not_know_the_period_yet_wait_and_support_hears_when_it_takes_too_long()
    {
        await using var site = await ReportSite.CreateAsync(LateMarch);
        site.Settings["Reporting:Reports:LateAfter"] = "00:00:01";
        await site.StartAsync();
        await site.BecomesAsync("true", "select (to_regclass('reporting.outcome') is not null)::text");
        await site.ScheduleAsync(Monthly);
        await using (var connection = await site.Log.Server.DataSource.OpenConnectionAsync())
        {
            // Nobody moves a checkpoint while it is read by somebody who means it.
            await using var transaction = await connection.BeginTransactionAsync();
            await using var block = new Npgsql.NpgsqlCommand("lock table ticketflow.mt_event_progression in share mode", connection);
            await block.ExecuteNonQueryAsync();
            await Support.BulkLog.WriteAsync(site.Log.Database.ConnectionString, [new(
                AprilFirst.AddDays(-1), "resource-late", Support.Stories.Printer("late", "Bern"))]);
            site.Clock.Set(AprilFirst.AddMinutes(5));
            await site.BecomesAsync("report-late", "select coalesce(string_agg(kind, ' '), '') from ticketflow.support_notice");
            site.Mail.Mails.ShouldBeEmpty();
            await transaction.RollbackAsync();
        }

        await site.MailsAsync(1);
        (await site.Log.Database.ScalarAsync<long>("select count(*) from ticketflow.support_notice")).ShouldBe(1);
    }

    [Fact]
    public async Task Operators_schedule_preview_run_and_see_what_became_of_it()
    {
        await using var site = await ReportSite.CreateAsync(TimeProvider.System.GetUtcNow());
        await site.StartAsync();
        await site.BecomesAsync("true", "select (to_regclass('reporting.charge') is not null)::text");
        string[] add =
            ["add", "weekly", "--report", "cause", "--every", "week", "--on", "monday", "--at", "06:30", "--zone", "UTC", "--to"];
        (await OpsAsync(site, [.. add, "x"]))
            .ShouldBe((1, "", "ticketflow-ops: Name 1 to 50 mail addresses; 'x' is none. (report-schedule-invalid)\n"));
        var added = await OpsAsync(site, [.. add, "a@example.org"]);
        added.Output.ShouldStartWith("weekly: scheduled each Monday at 06:30 UTC, next at ");
        (await OpsAsync(site, "preview", "weekly", "--period", "2026-W12")).Output
            .ShouldContain("Subject: Printing, 2026-W12: by cause\n\nPrinting from 2026-03-16 to 2026-03-22 (UTC), by cause.");
        (await OpsAsync(site, "preview", "weekly", "--period", "2026-03", "--csv")).Output.ShouldStartWith("cause,jobs,");
        (await OpsAsync(site, "pause", "weekly")).Output.ShouldBe("weekly: paused.\n");
        (await OpsAsync(site, "run", "weekly", "--period", "2026-03")).ExitCode.ShouldBe(0);
        await site.BecomesAsync("sent", States);
        (await OpsAsync(site, "show", "weekly", "--json")).Output.ShouldContain("\"receiver\":\"a@example.org\",\"state\":\"sent\"");
        (await OpsAsync(site, "list", "--json")).Output.ShouldContain("\"paused\":true");
        (await OpsAsync(site, "remove", "weekly")).Output.ShouldBe("weekly: removed.\n");
        (await OpsAsync(site, "remove", "weekly")).ShouldBe((3, "",
            "ticketflow-ops: There is no scheduled report 'weekly'. 'ticketflow-ops report schedule list' shows them. "
            + "(report-schedule-unknown)\n"));
    }

    private static Task<(int ExitCode, string Output, string Error)> OpsAsync(ReportSite site, params string[] arguments) =>
        OpsProcess.RunAnyAsync(site.Log.Database.ConnectionString, ["report", "schedule", .. arguments]);
}
