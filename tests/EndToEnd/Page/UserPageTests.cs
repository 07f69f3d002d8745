using Microsoft.Playwright;
using TicketFlow.Agent.Tests.Page;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Page;

/// <summary>What an office worker sees and does, from the command's print to the paper, with everything real.</summary>
public sealed class UserPageTests(Chromium chromium) : BrowserScene(chromium)
{
    /// <summary>Much more than the computer's and the printer's buffers hold, or nothing would be seen of it.</summary>
    private const int Report = 16_000_000;

    [Fact]
    public Task A_job_from_the_command_line_prints_before_the_users_eyes() => OnPageAsync(async () =>
    {
        await Page.EvaluateAsync("window.mark = 1");
        await UserAsync("print", await DocumentAsync("report.bin", Report), "--printer", Printer, "--no-wait");
        await Expect(Card("report.bin")).ToContainTextAsync("Printing");
        var bar = Card("report.bin").GetByRole(AriaRole.Progressbar);
        await Expect(bar).ToHaveJSPropertyAsync("max", 100);
        var seen = await ProgressAsync(bar, above: 0);
        (await ProgressAsync(bar, above: seen)).ShouldBeInRange(seen + 1, 99, "it goes on before it is done");
        await PicturesAsync("printing");

        await Expect(Card("report.bin")).ToHaveCountAsync(0);
        await Expect(Page.Locator("#live")).ToContainTextAsync($"report.bin: printed, {Printer}.");
        await PressAsync("2");
        await Expect(Page.Locator(".past")).ToContainTextAsync("report.bin");
        await PressAsync("Tab", "Tab", "Enter");
        await Expect(Page.Locator("dialog[open] .timeline li")).ToHaveCountAsync(6);
        await PicturesAsync("timeline");
        (await Page.EvaluateAsync<int>("window.mark")).ShouldBe(1, "nothing was loaded again");
        DocumentsOf(Report).ShouldBe(1);
    },
    rate: 1_500_000);

    [Fact]
    public Task A_stopped_printer_is_answered_by_keyboard_alone_and_each_answer_does_what_it_says() => OnPageAsync(async () =>
    {
        // The other printer has printed before, which is what its forecast is made of, and somebody waits there already.
        await ReachesAsync(await SubmitAsync("before", printer: OtherPrinter), "transfer_completed");
        var active = await SubmitAsync("active", 24_000_000, OtherPrinter);
        var behind = await SubmitAsync("behind", 6_000_000, OtherPrinter);
        await OperatorAsync("queue", "stopped", Printer, "--cause", "media-empty", "--text", "paper is empty");

        var moves = await PrintAsync("moves.bin");
        await Expect(Ask(Printer)).ToContainTextAsync("paper is empty");
        await Expect(Ask(Printer)).ToContainTextAsync("moves.bin");
        await Expect(Ask(Printer)).ToContainTextAsync("1 waiting · starts in about ");
        await PicturesAsync("stopped");
        await PressAsync("a");
        (await FocusAsync()).ShouldStartWith($"Move to {OtherPrinter}");
        await PressAsync("Enter");
        await Expect(Card("moves.bin")).ToContainTextAsync(OtherPrinter);
        await Expect(Ask(Printer)).ToHaveCountAsync(0);

        var waits = await PrintAsync("waits.bin");
        await Expect(Ask(Printer)).ToContainTextAsync("waits.bin");
        await PressAsync("a", "Tab");
        (await FocusAsync()).ShouldStartWith("Wait");
        await PressAsync("Enter");
        await Expect(Card("waits.bin")).ToContainTextAsync("You wait for it; the job goes on by itself.");

        var cancels = await PrintAsync("cancels.bin");
        await Expect(Ask(Printer)).ToContainTextAsync("cancels.bin");
        await PressAsync("a", "Tab", "Tab");
        (await FocusAsync()).ShouldStartWith("Cancel the job");
        await PressAsync("Enter");
        (await FocusAsync()).ShouldBe("Keep it");
        await PressAsync("Tab", "Enter");
        await Expect(Card("cancels.bin")).ToHaveCountAsync(0);
        await ReachesAsync(cancels, "job_cancelled");

        await UserAsync("cancel", active.Key);
        await UserAsync("cancel", behind.Key);
        await ReachesAsync(moves, "transfer_completed");
        (await StepsAsync(waits))[^1].ShouldBe("wait_chosen");
        await OperatorAsync("queue", "works", Printer);
        await ReachesAsync(waits, "transfer_completed");
        await Expect(Page.GetByText("Nothing is waiting")).ToBeVisibleAsync();
        DocumentsOf().ShouldBe(3, "the one before, the moved one and the one that waited, and never the cancelled one");
    },
    rate: 200_000);

    private async Task<TicketFlow.Contracts.LocalApi.LocalJob> PrintAsync(string title)
    {
        await UserAsync("print", await DocumentAsync(title, DocumentBytes), "--printer", Printer, "--no-wait");
        return (await Site.Agents[0].JobsAsync()).Single(job => job.Title == title);
    }

    private async Task<string> DocumentAsync(string title, int bytes)
    {
        var path = Path.Combine(Site.Directory, title);
        await File.WriteAllBytesAsync(path, new byte[bytes]);
        return path;
    }

    private async Task<int> ProgressAsync(ILocator bar, int above)
    {
        await Page.WaitForFunctionAsync("above => document.querySelector('.job progress')?.value > above", above);
        return await bar.EvaluateAsync<int>("bar => bar.value");
    }
}
