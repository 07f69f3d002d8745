using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using TicketFlow.Agent.Broker;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using static Microsoft.Playwright.Assertions;

namespace TicketFlow.Agent.Tests.Page;

/// <summary>Jobs live on the page: they come, go on, ask and end without a reload.</summary>
public sealed class PageLifeTests(Chromium chromium) : PageScene(chromium)
{
    [Fact]
    public async Task A_job_appears_progresses_and_ends_without_a_reload()
    {
        await OpenAsync();
        await Page.EvaluateAsync("window.mark = 1");
        await Expect(Page.GetByText("Nothing is waiting")).ToBeVisibleAsync();
        World.Printer.Hold();
        var job = await QueueAsync("report.pdf", place: 2);
        await Expect(Card("report.pdf")).ToContainTextAsync("Number 2 in line, starts in about 90 s.");

        await Server.GoAheadAsync(World.Agent, IdOf(job), 1, World.Printer.Address);
        var bar = Card("report.pdf").GetByRole(AriaRole.Progressbar);
        await Expect(bar).ToBeVisibleAsync();
        await Expect(bar).ToHaveAttributeAsync("aria-label", "Progress of report.pdf");
        await Expect(bar).ToHaveJSPropertyAsync("value", 100);
        World.Printer.Release();
        await Expect(Card("report.pdf")).ToHaveCountAsync(0);
        await Expect(Page.Locator("#live")).ToContainTextAsync("report.pdf: printed, office.");

        await Page.Keyboard.PressAsync("2");
        await Expect(Past("report.pdf")).ToContainTextAsync("Printed");
        (await Page.EvaluateAsync<int>("window.mark")).ShouldBe(1);
    }

    [Fact]
    public async Task A_stopped_printer_asks_and_the_job_moves_by_keyboard_alone()
    {
        await OpenAsync();
        var job = await QueueAsync("slides.pdf");
        await StopPrinterAsync(job, new Alternative("hall", 2, "ground floor"));
        var question = Page.GetByRole(AriaRole.Region, new() { Name = "office has stopped" });
        await Expect(question).ToContainTextAsync("out of paper");
        await Expect(Page.Locator("#live")).ToContainTextAsync("slides.pdf: office has stopped");

        await Page.Keyboard.PressAsync("a");
        var move = question.GetByRole(AriaRole.Button, new() { Name = "Move to hall" });
        await Expect(move).ToBeFocusedAsync();
        await Expect(move).ToContainTextAsync("2 waiting · starts in about 65 s · ground floor");
        await Page.Keyboard.PressAsync("Enter");
        (await Server.HearAsync(MessageTypes.MoveRequest)).Text("p").ShouldBe("hall");
        await TellAsync(job, JobStates.Waiting, 1, "hall");

        await Expect(Card("slides.pdf")).ToContainTextAsync("hall");
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Undo" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Cancelling_asks_first_keeps_the_focus_inside_and_gives_it_back()
    {
        await OpenAsync();
        var job = await QueueAsync("letter.pdf");
        await Page.Keyboard.PressAsync("j");
        await Page.Keyboard.PressAsync("c");
        await Expect(Dialog).ToContainTextAsync("Cancel “letter.pdf”?");
        await Expect(Dialog.GetByRole(AriaRole.Button, new() { Name = "Keep it" })).ToBeFocusedAsync();
        for (var i = 0; i < 7; i++)
        {
            await Page.Keyboard.PressAsync("Tab");
            var inside = await Page.EvaluateAsync<bool>("document.activeElement.closest('dialog') !== null");
            var nowhere = await Page.EvaluateAsync<bool>("document.activeElement === document.body");
            (inside || nowhere).ShouldBeTrue("nothing behind the dialog gets the focus");
        }

        await Page.Keyboard.PressAsync("Escape");
        await Expect(Card("letter.pdf").GetByRole(AriaRole.Button, new() { Name = "letter.pdf", Exact = true })).ToBeFocusedAsync();
        Server.Of(MessageTypes.CancelRequest).ShouldBeEmpty();

        await Page.Keyboard.PressAsync("c");
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel the job" }).PressAsync("Enter");
        (await Server.HearAsync(MessageTypes.CancelRequest)).Text("j").ShouldBe(IdOf(job));
    }

    [Fact]
    public async Task A_held_job_can_be_undone()
    {
        await OpenAsync();
        var job = await QueueAsync("draft.pdf");
        await Card("draft.pdf").GetByRole(AriaRole.Button, new() { Name = "Hold: draft.pdf" }).ClickAsync();
        (await Server.HearAsync(MessageTypes.HoldRequest)).Body.GetProperty("h").GetBoolean().ShouldBeTrue();
        await TellAsync(job, JobStates.Held);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        (await Server.HearAsync(MessageTypes.HoldRequest, 2)).Body.GetProperty("h").GetBoolean().ShouldBeFalse();
        await TellAsync(job, JobStates.Waiting, 1);
        await Expect(Card("draft.pdf")).ToContainTextAsync("Next in line");
    }

    [Fact]
    public async Task A_picked_and_a_dropped_file_are_printed()
    {
        await OpenAsync();
        await Page.Keyboard.PressAsync("n");
        var file = new FilePayload { Name = "picked.txt", MimeType = "text/plain", Buffer = new byte[3000] };
        await Dialog.GetByLabel("Files").SetInputFilesAsync(file);
        await Dialog.GetByLabel("Printer").SelectOptionAsync("hall");
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Print", Exact = true }).ClickAsync();
        await Expect(Card("picked.txt")).ToContainTextAsync("hall · 3.0 kB");

        await Page.EvaluateAsync("""
            () => {
              const dataTransfer = new DataTransfer();
              dataTransfer.items.add(new File(['dropped'], 'dropped.txt'));
              for (const name of ['dragenter', 'dragover', 'drop']) {
                document.body.dispatchEvent(new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer }));
              }
            }
            """);
        await Expect(Dialog).ToContainTextAsync("dropped.txt (7 bytes)");
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Print", Exact = true }).ClickAsync();
        await Expect(Card("dropped.txt")).ToBeVisibleAsync();
        (await Server.HearAsync(MessageTypes.TicketRequest, 2)).Text("u").ShouldBe(Environment.UserName);
    }

    [Fact]
    public async Task A_page_whose_agent_went_says_so_and_goes_on_when_it_is_back()
    {
        await OpenAsync();
        await QueueAsync("kept.pdf");
        await RestartAgentAsync(() => Expect(Page.Locator("#banner")).ToContainTextAsync("The agent does not answer"));
        await Expect(Page.Locator("#banner")).ToBeHiddenAsync();
        await Expect(Card("kept.pdf")).ToBeVisibleAsync();
        await QueueAsync("new.pdf");
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_said_until_it_can()
    {
        await OpenAsync();
        var link = Agent.Host.App.Services.GetRequiredService<LinkCondition>();
        link.Broken(AgentErrors.ServerSilent, LinkCondition.Away);
        await Expect(Page.Locator("#banner")).ToContainTextAsync("The ticket server cannot be reached.");
        link.Works();
        await Expect(Page.Locator("#banner")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_failed_job_is_printed_again_from_the_history_after_a_question()
    {
        await OpenAsync();
        var job = await QueueAsync("lost.pdf");
        await Server.GoAheadAsync(World.Agent, IdOf(job), 1, "127.0.0.1:1");
        await Server.HearAsync(MessageTypes.StartFailure);
        await TellAsync(job, JobStates.Failed);
        await Page.Keyboard.PressAsync("2");
        await Past("lost.pdf").GetByRole(AriaRole.Button, new() { Name = "Print again: lost.pdf" }).ClickAsync();
        await Expect(Dialog).ToContainTextAsync("pages that came out before come out twice");
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Print it again" }).ClickAsync();
        (await Server.HearAsync(MessageTypes.ResendRequest)).Text("j").ShouldBe(IdOf(job));
        await TellAsync(job, JobStates.Waiting, 1);
        await Expect(Past("lost.pdf")).ToHaveCountAsync(0);
        await Page.Keyboard.PressAsync("1");
        await Expect(Card("lost.pdf")).ToContainTextAsync("Next in line");
    }

    [Fact]
    public async Task Without_a_session_the_page_says_how_to_get_one()
    {
        await OpenAsync();
        await Page.Context.ClearCookiesAsync();
        await Page.ReloadAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Please open this page again" })).ToBeFocusedAsync();
        await Expect(Page.Locator(".plain")).ToContainTextAsync("ticketflow open");
    }

    [Fact]
    public async Task A_job_tells_its_timeline()
    {
        await OpenAsync();
        await QueueAsync("told.pdf");
        await Card("told.pdf").GetByRole(AriaRole.Button, new() { Name = "told.pdf", Exact = true }).ClickAsync();
        await Expect(Dialog.Locator(".timeline li")).ToHaveCountAsync(2);
        await Expect(Dialog.Locator(".timeline")).ToContainTextAsync("Go-ahead – attempt 1");
        await Expect(Dialog.Locator(".timeline")).ToContainTextAsync("3 s later · dispatcher");
    }
}
