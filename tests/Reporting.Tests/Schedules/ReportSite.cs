using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Reporting.Tests.Support;
using TicketFlow.Reporting;
using TicketFlow.Reporting.Api;
using TicketFlow.Reporting.Schedules;
using TicketFlow.Testing.Mail;

namespace Reporting.Tests.Schedules;

/// <summary>A log with a month of jobs, a mail server, and any number of reporting services whose clock the test moves.</summary>
internal sealed class ReportSite : IAsyncDisposable
{
    private readonly List<WebApplication> _services = [];

    private ReportSite(DateTimeOffset now) => Clock = new MovedClock(now);

    public LogFixture Log { get; } = new();

    public SmtpReceiver Mail { get; } = new();

    public MovedClock Clock { get; }

    public Dictionary<string, string?> Settings { get; } = new()
    {
        ["URLS"] = "http://127.0.0.1:0",
        ["Reporting:Reports:Smtp:Host"] = "localhost",
        ["Reporting:Reports:Smtp:Tls"] = "none",
        ["Reporting:Reports:Smtp:From"] = "ticketflow@example.org",
        ["Reporting:Reports:Page"] = "https://finance.example.org/",
        ["Reporting:Reports:LookEvery"] = "00:00:00.2",
        ["Reporting:Reports:RetryAfter"] = "00:00:00.05",
        ["Reporting:Reports:RetryAtMostAfter"] = "00:00:00.2",
        ["Reporting:Reports:MaxTries"] = "1000",
    };

    /// <summary>It is this time; the log has jobs of March 2026.</summary>
    public static async Task<ReportSite> CreateAsync(DateTimeOffset now)
    {
        var site = new ReportSite(now);
        await site.Log.InitializeAsync();
        await BulkLog.WriteAsync(site.Log.Database.ConnectionString, new RandomMonth(7).Events(300));
        site.Mail.Start();
        site.Settings["Reporting:Reports:Smtp:Port"] = site.Mail.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        site.Settings["TICKETFLOW_REPORTING_POSTGRES"] = site.Log.ReportingConnection;
        return site;
    }

    /// <summary>Starts one more service.</summary>
    public async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(Settings);
        builder.Logging.ClearProviders();
        builder.AddFinanceApi();
        builder.Services.AddReporting(builder.Configuration);
        builder.Services.AddSingleton<TimeProvider>(Clock);
        var app = builder.Build();
        _services.Add(app);
        await app.StartAsync();
        return app;
    }

    /// <summary>Ends all of them.</summary>
    public async Task StopAsync()
    {
        foreach (var service in _services)
        {
            await service.DisposeAsync();
        }

        _services.Clear();
    }

    /// <summary>Records what is decided, at the site's time.</summary>
    public async Task DecideAsync(Func<ReportScheduleBook, ReportScheduleEvent?> decide)
    {
        await using var store = Log.OpenReporting(options => options.TimeProvider = Clock);
        await new ReportScheduleDesk(store).RecordAsync(decide, "tests", default);
    }

    public Task ScheduleAsync(ReportSchedule schedule) => DecideAsync(book => ReportScheduleDecider.Schedule(book, schedule));

    public Task MailsAsync(int count) =>
        Eventually.TrueAsync(() => Mail.Mails.Count >= count, () => $"{count} mails; there are {Mail.Mails.Count}");

    public Task BecomesAsync(string expected, string sql) =>
        Eventually.ShouldBecomeAsync(() => Log.Database.ScalarAsync<string>(sql), expected, sql);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Mail.DisposeAsync();
        await Log.DisposeAsync();
    }
}

/// <summary>A clock that runs, at a time of the test's choice.</summary>
internal sealed class MovedClock(DateTimeOffset now) : TimeProvider
{
    private long _shift = (now - System.GetUtcNow()).Ticks;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _shift));

    /// <summary>It is this time now.</summary>
    public void Set(DateTimeOffset to) => Interlocked.Exchange(ref _shift, (to - System.GetUtcNow()).Ticks);
}
