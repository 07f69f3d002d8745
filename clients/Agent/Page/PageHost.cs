using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TicketFlow.Web;

namespace TicketFlow.Agent.Page;

/// <summary>
/// The page's own web server on 127.0.0.1. It listens only once somebody has opened the page, and after a restart of the agent only
/// while a browser's session may still be good.
/// </summary>
internal sealed class PageHost(
    PageOptions options, PageDirectory directory, PageGuard guard, SessionEndpoint session, PageJobs jobs, PageStream stream,
    ILoggerFactory logs, TimeProvider clock) : IHostedService, IAsyncDisposable
{
    private const int SmallBody = 64 * 1024;
    private readonly ILogger _log = logs.CreateLogger<PageHost>();
    private readonly SemaphoreSlim _starting = new(1, 1);
    private WebApplication? _app;
    private Uri? _address;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            directory.DropLeads();
            if (options.Enabled && directory.LastOpened + options.SessionLife > clock.GetUtcNow().UtcDateTime)
            {
                await EnsureAsync(cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            PageLog.NotOpened(_log, e.Message);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        stream.End();
        if (_app is { } app)
        {
            await app.StopAsync(cancellationToken);
        }
    }

    /// <summary>The page's address; the server is started when it does not run.</summary>
    /// <exception cref="IOException">No port can be had, or the home cannot be written.</exception>
    public async Task<Uri> EnsureAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            if (_address is null)
            {
                (_app, _address) = await ListenAsync(cancellationToken);
                PageLog.Listens(_log, _address.Port);
            }

            directory.WritePort(_address.Port);
            return _address;
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is { } app)
        {
            await app.DisposeAsync();
        }

        _starting.Dispose();
    }

    private async Task<(WebApplication App, Uri Address)> ListenAsync(CancellationToken cancellationToken)
    {
        var wanted = options.Port > 0 ? options.Port : directory.ReadPort();
        try
        {
            return await ListenAsync(wanted, cancellationToken);
        }
        catch (IOException) when (wanted > 0 && options.Port == 0)
        {
            PageLog.PortTaken(_log, wanted);
            return await ListenAsync(0, cancellationToken);
        }
    }

    private async Task<(WebApplication App, Uri Address)> ListenAsync(int wanted, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(logs);
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = SmallBody;
            server.Listen(IPAddress.Loopback, wanted, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        try
        {
            app.Use(guard.InvokeAsync);
            PageFiles.Map(app);
            session.Map(app);
            jobs.Map(app);
            app.MapGet("/api/events", context => stream.ServeAsync(context, PageGuard.UserOf(context)));
            await app.StartAsync(cancellationToken);
            return (app, new Uri(app.Urls.Single() + "/"));
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }
}
