using Microsoft.Playwright;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Tests.Page;

/// <summary>The page for those who do not see it, or not well, or have a small screen: in each view, dialog, theme and width.</summary>
public sealed class PageAccessTests(Chromium chromium) : PageScene(chromium)
{
    [Theory]
    [InlineData(1280, 900, ColorScheme.Light)]
    [InlineData(1280, 900, ColorScheme.Dark)]
    [InlineData(360, 780, ColorScheme.Light)]
    [InlineData(360, 780, ColorScheme.Dark)]
    public async Task Every_control_has_a_name_every_text_has_contrast_and_everything_fits(int width, int height, ColorScheme scheme)
    {
        var name = $"{(width > 600 ? "wide" : "narrow")}-{scheme.ToString().ToLowerInvariant()}";
        await OpenAsync(width, height, scheme);
        var first = await QueueAsync("Annual report 2026, final version.pdf");
        await QueueAsync("Plan with a very long title that does not fit on any line of a telephone at all.pdf", place: 2);
        await StopPrinterAsync(first, new Alternative("hall", 2, "ground floor"));
        await FailAsync("invoice.pdf");
        await Page.Locator(".ask").WaitForAsync();
        await Page.Locator(".printer").First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        await CheckAsync(name);
        foreach (var (key, what) in new[] { ("2", "history"), ("3", "printers"), ("?", "help") })
        {
            await Page.Keyboard.PressAsync(key);
            await CheckAsync($"{name}-{what}");
        }

        await Page.Keyboard.PressAsync("Escape");
        await Page.Keyboard.PressAsync("1");
        await Page.Keyboard.PressAsync("n");
        await Dialog.WaitForAsync();
        await CheckAsync(name + "-print");
        await Page.Keyboard.PressAsync("Escape");
        await Page.Locator(".job .link").First.ClickAsync();
        await Dialog.Locator(".timeline li").First.WaitForAsync();
        await CheckAsync(name + "-details");
    }

    private async Task FailAsync(string title)
    {
        var job = await QueueAsync(title, place: 3);
        await Server.GoAheadAsync(World.Agent, IdOf(job), 1, "127.0.0.1:1");
        await Server.HearAsync(MessageTypes.StartFailure);
        await TellAsync(job, JobStates.Failed);
        await Agent.Local.BecomesAsync(job.Key, JobStates.Failed);
    }

    private async Task CheckAsync(string picture)
    {
        await PictureAsync(picture);
        var check = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Page", "access.js"));
        (await Page.EvaluateAsync<string[]>(check)).ShouldBeEmpty(picture);
    }
}
