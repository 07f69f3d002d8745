using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Reporting.Tests.Invoices;
using Reporting.Tests.Support;
using TicketFlow.EventStore.Transfer;
using TicketFlow.Ops.Demo;
using TicketFlow.Reporting;
using TicketFlow.Reporting.Api;
using TicketFlow.Reporting.Api.Callers;
using TicketFlow.Reporting.Invoices;
using TicketFlow.Reporting.Invoices.Settings;

namespace Reporting.Tests.Api;

/// <summary>A reporting service over HTTP with a month of an invented office; one for all tests of the API.</summary>
public sealed class ApiSite : IAsyncLifetime
{
    public const string Name = "a finance API";
    public const int Jobs = 600;

    private readonly List<string> _lines = [];
    private WebApplication? _app;

    public LogFixture Log { get; } = new();

    /// <summary>With a token of the role read.</summary>
    public HttpClient Reader { get; private set; } = null!;

    /// <summary>With a token of the role finance.</summary>
    public HttpClient Finance { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    public string ReadToken { get; private set; } = "";

    public string FinanceToken { get; private set; } = "";

    /// <summary>Everything the service logged.</summary>
    public string Logged
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    public async Task InitializeAsync()
    {
        await Log.InitializeAsync();
        var month = DemoMonth.Of("2026-02", new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        await new PastWriter(Log.Server).WriteAsync([.. DemoStory.Of(month, Jobs, seed: 1, new HashSet<string>())]);
        _app = Build();
        await _app.StartAsync();
        Address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        var register = _app.Services.GetRequiredService<CallerRegister>();
        ReadToken = (await register.CreateAsync("reader", ApiRoles.Read, "test", null, default))!;
        FinanceToken = (await register.CreateAsync("finance", ApiRoles.Finance, "test", null, default))!;
        (Reader, Finance) = (Client(ReadToken), Client(FinanceToken));
        await ReadyAsync();
        await InvoiceAsync();
    }

    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        await Log.DisposeAsync();
    }

    public HttpClient Client(string? token)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(Address, "/api/v1/"),
        };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Asks and demands success.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await Finance.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Asks, and demands a problem.</summary>
    public static async Task<JsonElement> ProblemAsync(HttpClient client, string path, HttpStatusCode status)
    {
        using var answer = await client.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, text);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        return JsonDocument.Parse(text).RootElement;
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["URLS"] = "http://127.0.0.1:0",
            ["TICKETFLOW_REPORTING_POSTGRES"] = Log.ReportingConnection,
            ["Reporting:Api:MostExports"] = "2",
        });
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(new Lines(_lines));
        builder.AddFinanceApi();
        builder.Services.AddReporting(builder.Configuration);
        var app = builder.Build();
        app.MapFinanceApi();
        return app;
    }

    private Task ReadyAsync() => Eventually.TrueAsync(
        async () =>
        {
            using var answer = await Reader.GetAsync("outcomes?isFirst=true&limit=1000");
            return answer.StatusCode == HttpStatusCode.OK
                && (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items").GetArrayLength() == Jobs;
        },
        "the API has every job");

    /// <summary>Two invoices, the first of them credited, and drafts of the other cost centres.</summary>
    private async Task InvoiceAsync()
    {
        await using var store = Log.OpenReporting();
        await new InvoiceSettingsBook(store).SetAsync(InvoiceSettingsReader.Read("""
            { "seller": { "name": "Office IT" }, "tax": { "category": "S", "percent": 19 }, "timeZone": "UTC", "dueDays": 14 }
            """), "tests", default);
        var (desk, archive) = (InvoicedMonth.Desk(store), new InvoiceArchive(store, store.DataSource));
        var month = await desk.DraftAsync(new BillingMonth(2026, 2), null, dryRun: false, null, default);
        foreach (var row in month.Rows.Where(r => r.Outcome == DraftOutcome.Drafted).Take(2))
        {
            await desk.IssueAsync(row.Id!, (await archive.FindAsync(row.Id!, default))!.State.Draft!, default);
        }

        await desk.CreditAsync(
            month.Rows.First(r => r.Outcome == DraftOutcome.Drafted).Id!, "Printed for another department.", null, default);
    }

    private sealed class Lines(List<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (lines)
            {
                lines.Add(formatter(state, exception));
            }
        }
    }
}

/// <summary>The collection of all tests on the one API.</summary>
[CollectionDefinition(ApiSite.Name)]
public sealed class ApiSiteTests : ICollectionFixture<ApiSite>;
