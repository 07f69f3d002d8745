using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using TicketFlow.Agent.Jobs;
using static Microsoft.Playwright.Assertions;

namespace TicketFlow.Agent.Tests.Page;

/// <summary>Thousands of jobs: the page stays little, and everything can be found.</summary>
public sealed class PageAmountTests(Chromium chromium) : PageScene(chromium)
{
    private static readonly DateTimeOffset At = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Of_thousands_of_jobs_the_most_pressing_are_shown_and_the_past_comes_in_pieces()
    {
        var table = Agent.Host.App.Services.GetRequiredService<JobTable>();
        for (var i = 0; i < 2000; i++)
        {
            table.Add(new JobEntry(JobOf(i, JobPhase.Waiting)));
        }

        for (var i = 0; i < 900; i++)
        {
            var ended = JobOf(i, JobPhase.Completed) with { Key = $"past-{i}", EndedAt = At.AddSeconds(i), Reported = true };
            table.AddClosed(new JobEntry(ended));
        }

        await OpenAsync();
        await Expect(Page.Locator(".job")).ToHaveCountAsync(200);
        await Expect(Page.Locator("#jobs .more")).ToContainTextAsync("1,800 more jobs");

        await Page.Keyboard.PressAsync("2");
        await Expect(Page.Locator("#history")).ToContainTextAsync("900 jobs");
        await Expect(Page.Locator(".past")).ToHaveCountAsync(50);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Show older jobs" }).ClickAsync();
        await Expect(Page.Locator(".past")).ToHaveCountAsync(100);

        await Page.Keyboard.PressAsync("/");
        await Page.Keyboard.TypeAsync("document-77");
        await Expect(Page.Locator(".past")).ToHaveCountAsync(11);
        await Page.GetByLabel("Search ended jobs").FillAsync("no such job");
        await Expect(Page.Locator("#history")).ToContainTextAsync("Nothing fits");
    }

    [Fact]
    public async Task One_page_too_many_says_so_and_goes_on_when_another_is_closed()
    {
        World.Options.Page.Streams = 1;
        await OpenAsync();
        await QueueAsync("report.pdf");
        var second = await Page.Context.NewPageAsync();
        await second.GotoAsync(Page.Url);
        await Expect(second.Locator("#banner")).ToContainTextAsync("1 other pages are open. Close one");

        await Page.CloseAsync();
        await second.GetByRole(AriaRole.Button, new() { Name = "Try now" }).ClickAsync();
        await Expect(second.Locator("#banner")).ToBeHiddenAsync();
        await Expect(second.Locator(".job")).ToContainTextAsync("report.pdf");
    }

    private static JobState JobOf(int number, JobPhase phase) => new()
    {
        Key = $"open-{number}",
        JobId = $"id-{phase}-{number}",
        User = Environment.UserName,
        Printer = "office",
        Title = $"document-{number}",
        AcceptedAt = At,
        Phase = phase,
        Bytes = 1000,
        Position = phase is JobPhase.Waiting ? number + 1 : null,
    };
}
