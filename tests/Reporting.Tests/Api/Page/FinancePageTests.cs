using System.Net.Http.Json;
using Microsoft.Playwright;
using TicketFlow.Agent.Tests.Page;
using static Microsoft.Playwright.Assertions;

namespace Reporting.Tests.Api.Page;

/// <summary>The finance page in a browser.</summary>
[Collection(ApiSite.Name)]
public sealed class FinancePageTests(ApiSite site, Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private readonly List<string> _complaints = [];
    private IBrowserContext? _context;
    private IPage _page = null!;

    public Task InitializeAsync()
    {
        SetDefaultExpectTimeout(60_000);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        if (_context is not null)
        {
            await _context.DisposeAsync();
        }

        _complaints.ShouldBeEmpty("the page must not break its own rules");
    }

    [Theory]
    [InlineData(1280, 900, ColorScheme.Light)]
    [InlineData(1280, 900, ColorScheme.Dark)]
    [InlineData(360, 780, ColorScheme.Light)]
    [InlineData(360, 780, ColorScheme.Dark)]
    public async Task Every_control_has_a_name_every_text_has_contrast_and_everything_fits(int width, int height, ColorScheme scheme)
    {
        using var scheduled = await site.Finance.PutAsJsonAsync("report-schedules/page", new
        {
            report = "cost-centre",
            every = "week",
            on = 5,
            at = "17:30",
            zone = "Europe/Berlin",
            to = new[] { "a@example.org", "finance-department@example.org" },
        });
        scheduled.EnsureSuccessStatusCode();
        var name = $"finance-{(width > 600 ? "wide" : "narrow")}-{scheme.ToString().ToLowerInvariant()}";
        await OpenAsync(width, height, scheme);
        await CheckAsync(name + "-door");
        await _page.Locator("#token").FillAsync("tf_0123456789_wrong");
        await _page.Keyboard.PressAsync("Enter");
        await Expect(_page.Locator("#door-error")).ToHaveTextAsync("This token is not good.");
        await CheckAsync(name + "-refused");
        await SignInAsync();
        await Expect(_page.Locator("#invoices tbody tr").First).ToBeVisibleAsync();
        await Expect(_page.Locator("#reports li").First).ToContainTextAsync("each Friday at 17:30 Europe/Berlin");
        await CheckAsync(name);
        await _page.Locator("summary").ClickAsync();
        await CheckAsync(name + "-table");
    }

    [Fact]
    public async Task With_the_keyboard_alone_one_signs_in_chooses_downloads_an_invoice_and_leaves()
    {
        await OpenAsync(1280, 900, ColorScheme.Light);
        await _page.Keyboard.TypeAsync(site.FinanceToken);
        await _page.Keyboard.PressAsync("Enter");
        await ShownAsync();
        var all = await _page.Locator("#tiles dd").First.InnerTextAsync();
        await TabToAsync("department");
        await _page.Keyboard.PressAsync("ArrowDown");
        await Expect(_page.Locator("#tiles dd").First).Not.ToHaveTextAsync(all);
        await TabToAsync("2026-000002 as PDF");
        var download = await _page.RunAndWaitForDownloadAsync(() => _page.Keyboard.PressAsync("Enter"));
        download.SuggestedFilename.ShouldBe("2026-000002.pdf");
        (await File.ReadAllBytesAsync(await download.PathAsync()))[..5].ShouldBe("%PDF-"u8.ToArray());
        await TabToAsync("leave");
        await _page.Keyboard.PressAsync("Enter");
        await Expect(_page.Locator("#token")).ToBeFocusedAsync();
        await _page.ReloadAsync();
        await Expect(_page.Locator("#token")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Invoices_are_listed_with_their_credit_notes_and_drafts_have_nothing_to_download()
    {
        await OpenAsync(1280, 900, ColorScheme.Light);
        await SignInAsync();
        var rows = _page.Locator("#invoices tbody tr");
        await Expect(rows.Filter(new() { HasText = "credited by 2026-000003" })).ToHaveCountAsync(1);
        await Expect(rows.Filter(new() { HasText = "no number yet" }).Locator("a")).ToHaveCountAsync(0);
        await Expect(rows.Filter(new() { Has = _page.Locator("a") })).ToHaveCountAsync(3);
        await _page.Locator("#costCentre").SelectOptionAsync("4200");
        await Expect(rows).ToHaveCountAsync(1);
        await Expect(rows).ToContainTextAsync("2026-000002");
        await _page.Locator("#nav-invoices").ClickAsync();
        await _page.Locator("#month").FillAsync("2026-01");
        await Expect(_page.Locator("#title")).ToHaveTextAsync("January 2026");
        await Expect(_page.Locator("#invoices-panel")).ToBeHiddenAsync();
        await _page.ReloadAsync();
        await Expect(_page.Locator("#title")).ToHaveTextAsync("January 2026");
        await _page.GotoAsync(new Uri(site.Address, "/?month=2026-02").AbsoluteUri);

        // Who may not see costs sees neither them nor an error.
        await _page.Locator("#leave").ClickAsync();
        await _page.Locator("#token").FillAsync(site.ReadToken);
        await _page.Keyboard.PressAsync("Enter");
        await ShownAsync();
        await Expect(_page.Locator("#trouble")).ToBeHiddenAsync();
        await Expect(_page.Locator("#invoices-panel")).ToBeHiddenAsync();
        await Expect(_page.Locator("#reports-panel")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task What_comes_back_after_one_left_does_not_touch_the_next_who_signs_in()
    {
        await OpenAsync(1280, 900, ColorScheme.Light);
        await SignInAsync();
        var left = new TaskCompletionSource();
        await _page.RouteAsync("**/api/v1/availability*", async route =>
        {
            await left.Task;
            await route.ContinueAsync();
        });
        var late = _page.WaitForResponseAsync(answer => answer.Url.Contains("availability", StringComparison.Ordinal));
        await _page.Locator("#department").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await _page.Locator("#leave").ClickAsync();
        await _page.Locator("#token").FillAsync(site.ReadToken);
        left.SetResult();
        (await late).Status.ShouldBe(401);
        await _page.EvaluateAsync("() => new Promise(done => setTimeout(done))");
        await Expect(_page.Locator("#token")).ToHaveValueAsync(site.ReadToken);
        await Expect(_page.Locator("#door-error")).ToBeHiddenAsync();
        await _page.Keyboard.PressAsync("Enter");
        await ShownAsync();
    }

    private async Task OpenAsync(int width, int height, ColorScheme scheme)
    {
        _context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            Locale = "en-GB",
            TimezoneId = "UTC",
            ReducedMotion = ReducedMotion.Reduce,
        });
        _context.SetDefaultTimeout(60_000);
        _page = await _context.NewPageAsync();
        _page.PageError += (_, error) => _complaints.Add(error);
        _page.Console += (_, message) => Complain(message);
        await _page.GotoAsync(new Uri(site.Address, "/#month=2026-02").AbsoluteUri);
        await Expect(_page.Locator("#token")).ToBeFocusedAsync();
    }

    private async Task SignInAsync()
    {
        await _page.Locator("#token").FillAsync(site.FinanceToken);
        await _page.Keyboard.PressAsync("Enter");
        await ShownAsync();
    }

    private async Task ShownAsync()
    {
        await Expect(_page.Locator("#figures")).ToBeVisibleAsync();
        await Expect(_page.Locator("#tiles")).ToHaveAttributeAsync("aria-busy", "false");
    }

    /// <summary>Presses the tabulator until the control of that id or name has the focus, and demands that one sees where it is.</summary>
    private async Task TabToAsync(string control)
    {
        const string Focused = "() => [document.activeElement.id, document.activeElement.getAttribute('aria-label')]";
        for (var presses = 0; presses < 100; presses++)
        {
            await _page.Keyboard.PressAsync("Tab");
            if ((await _page.EvaluateAsync<string?[]>(Focused)).Contains(control))
            {
                (await _page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle")).ShouldBe("solid");
                return;
            }
        }

        throw new InvalidOperationException($"No tabulator leads to {control}.");
    }

    private async Task CheckAsync(string picture)
    {
        if (Environment.GetEnvironmentVariable("TICKETFLOW_PICTURES") is { Length: > 0 } directory)
        {
            await _page.ScreenshotAsync(new() { Path = Path.Combine(directory, picture + ".png"), FullPage = true });
        }

        var check = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Api", "Page", "access.js"));
        (await _page.EvaluateAsync<string[]>(check)).ShouldBeEmpty(picture);
    }

    /// <summary>A refused request is what some tests are about; everything else on the console is a fault.</summary>
    private void Complain(IConsoleMessage message)
    {
        if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
        {
            _complaints.Add(message.Text);
        }
    }
}
