using System.Text.Json;
using EndToEnd.Tests.Figures;
using Microsoft.Playwright;
using TicketFlow.Agent.Tests.Page;
using TicketFlow.Contracts.LocalApi;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Page;

/// <summary>A whole system, and its user's page in a browser.</summary>
[Collection(Chromium.Tests)]
public abstract class BrowserScene(Chromium chromium) : FigureScene
{
    private readonly List<string> _complaints = [];

    /// <summary>The page, while <see cref="OnPageAsync"/> runs.</summary>
    private protected IPage Page { get; private set; } = null!;

    /// <summary>Runs the body on a fresh system with the page open, the way <c>ticketflow open</c> opens it.</summary>
    private protected Task OnPageAsync(Func<Task> body, int rate) => OnSystemAsync(async () =>
    {
        SetDefaultExpectTimeout(30_000);
        await using var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = 1280, Height = 900 },
            Locale = "en-GB",
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(30_000);
        Page = await context.NewPageAsync();
        Page.PageError += (_, error) => _complaints.Add(error);
        var way = JsonSerializer.Deserialize(await UserAsync("open", "--json"), LocalJson.Default.LocalPage)!;
        await Page.GotoAsync(new Uri(way.File).AbsoluteUri);
        await Expect(Page.GetByText("Nothing is waiting")).ToBeVisibleAsync();
        await body();
        _complaints.ShouldBeEmpty();
    },
    rate);

    private protected ILocator Card(string title) => Page.Locator(".job", new PageLocatorOptions { HasText = title });

    private protected ILocator Ask(string printer) =>
        Page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = $"{printer} has stopped" });

    private protected async Task PressAsync(params string[] keys)
    {
        foreach (var key in keys)
        {
            await Page.Keyboard.PressAsync(key);
        }
    }

    /// <summary>What a screen reader would say now: the focused element's text.</summary>
    private protected Task<string> FocusAsync() => Page.EvaluateAsync<string>("document.activeElement.innerText");

    /// <summary>Keeps pictures, wide and narrow, light and dark, when TICKETFLOW_PICTURES names a directory.</summary>
    private protected async Task PicturesAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("TICKETFLOW_PICTURES") is not { Length: > 0 } directory)
        {
            return;
        }

        ColorScheme[] schemes = [ColorScheme.Dark, ColorScheme.Light];
        foreach (var (width, scheme) in new[] { 390, 1280 }.SelectMany(width => schemes.Select(scheme => (width, scheme))))
        {
            await Page.SetViewportSizeAsync(width, 900);
            await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(directory, $"{name}-{width}-{scheme}.png") });
        }
    }
}
