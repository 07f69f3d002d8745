using Microsoft.Playwright;
using TicketFlow.Contracts.Agents;
using static Microsoft.Playwright.Assertions;

namespace TicketFlow.Agent.Tests.Page;

/// <summary>What the page does beside the straight way: undo, refusals, limits, and staying true to what it shows.</summary>
public sealed class PageHabitsTests(Chromium chromium) : PageScene(chromium)
{
    [Fact]
    public async Task The_quickest_way_out_comes_first_and_can_be_undone()
    {
        await OpenAsync();
        var job = await QueueAsync("slides.pdf");
        await StopPrinterAsync(job, new Alternative("cellar", 0), new Alternative("hall", 2));
        var ways = Page.Locator(".ask-acts button");
        await Expect(ways).ToHaveCountAsync(4);
        await Expect(ways.Nth(0)).ToContainTextAsync("Move to hall");
        await Expect(ways.Nth(1)).ToContainTextAsync("Move to cellar");

        await ways.Nth(0).ClickAsync();
        (await Server.HearAsync(MessageTypes.MoveRequest)).Text("p").ShouldBe("hall");
        await TellAsync(job, JobStates.Waiting, 1, "hall");
        await Expect(Page.Locator(".ask")).ToHaveCountAsync(0);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        (await Server.HearAsync(MessageTypes.MoveRequest, 2)).Text("p").ShouldBe("office");
    }

    [Fact]
    public async Task A_refused_wish_is_told_in_the_servers_words()
    {
        await OpenAsync();
        var job = await QueueAsync("draft.pdf");
        await Card("draft.pdf").GetByRole(AriaRole.Button, new() { Name = "Hold: draft.pdf" }).ClickAsync();
        var wish = await Server.HearAsync(MessageTypes.HoldRequest);
        await Server.SayAsync(
            World.Agent, MessageTypes.Refusal, new Refusal(wish.Number("n"), "too-late", "It is printing already.", JobId: IdOf(job)),
            AgentJson.Default.Refusal);
        await Expect(Page.Locator(".toast")).ToContainTextAsync("It is printing already.");
    }

    [Fact]
    public async Task The_details_follow_the_job()
    {
        await OpenAsync();
        var job = await QueueAsync("letter.pdf");
        await Card("letter.pdf").GetByRole(AriaRole.Button, new() { Name = "letter.pdf", Exact = true }).ClickAsync();
        await Expect(Dialog.Locator(".facts .badge")).ToHaveTextAsync("Waiting");
        await TellAsync(job, JobStates.Held);
        await Expect(Dialog.Locator(".facts .badge")).ToHaveTextAsync("Held");
        await Expect(Dialog.GetByRole(AriaRole.Button, new() { Name = "Release: letter.pdf" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Single_keys_can_be_switched_off_and_stay_off()
    {
        await OpenAsync();
        await Page.Keyboard.PressAsync("?");
        await Dialog.GetByLabel("Single keys act").UncheckAsync();
        await Page.Keyboard.PressAsync("Escape");
        await Page.ReloadAsync();
        await Expect(Page.GetByText("Nothing is waiting")).ToBeVisibleAsync();
        await Page.Keyboard.PressAsync("n");
        await Page.Keyboard.PressAsync("2");
        await Expect(Dialog).ToHaveCountAsync(0);
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "My jobs" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_named_before_it_is_sent()
    {
        World.Options.Spool.MaxDocument = 1000;
        await OpenAsync();
        await Page.Keyboard.PressAsync("n");
        var file = new FilePayload { Name = "poster.txt", MimeType = "text/plain", Buffer = new byte[3000] };
        await Dialog.GetByLabel("Files").SetInputFilesAsync(file);
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Print", Exact = true }).ClickAsync();
        await Expect(Dialog.GetByRole(AriaRole.Alert)).ToHaveTextAsync("poster.txt is larger than this agent takes (1.0 kB).");
    }

    [Fact]
    public async Task A_job_that_others_overtake_makes_room_for_them()
    {
        await OpenAsync();
        var first = await QueueAsync("first.pdf", place: 1);
        var second = await QueueAsync("second.pdf", place: 2);
        World.Options.Page.LiveJobs = 1;
        await OpenAsync();
        await Expect(Card("first.pdf")).ToBeVisibleAsync();
        await Expect(Card("second.pdf")).ToHaveCountAsync(0);
        await TellAsync(second, JobStates.Waiting, 1);
        await TellAsync(first, JobStates.Waiting, 2);
        await Expect(Card("second.pdf")).ToBeVisibleAsync();
        await Expect(Card("first.pdf")).ToHaveCountAsync(0);
        await Expect(Page.Locator("#jobs .more")).ToContainTextAsync("1 more job");
    }
}
