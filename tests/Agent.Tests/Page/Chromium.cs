using Microsoft.Playwright;

namespace TicketFlow.Agent.Tests.Page;

/// <summary>The distribution's Chromium, started once for all tests of the page; nothing is downloaded.</summary>
public sealed class Chromium : IAsyncLifetime
{
    public const string Tests = "Tests in a browser";

    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright _playwright = null!;

    public IBrowser Browser { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var path = Environment.GetEnvironmentVariable("TICKETFLOW_CHROMIUM") ?? Places.FirstOrDefault(File.Exists);
        path.ShouldNotBeNull("Chromium is missing: ops/lib/install --tests installs it.");
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,

            // Its sandbox does not run as root; it shows nothing but our own page.
            Args = ["--no-sandbox", "--disable-dev-shm-usage"],
        });
    }

    public async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
    }
}

[CollectionDefinition(Chromium.Tests)]
public sealed class ChromiumTests : ICollectionFixture<Chromium>;
