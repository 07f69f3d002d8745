using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TicketFlow.Agent.Desktop.Printer;
using TicketFlow.Agent.LocalApi;

namespace TicketFlow.Agent.Desktop;

/// <summary>
/// The printers' own web server on 127.0.0.1. It listens when the printers were installed, or a port is set; the port stays the same,
/// because the desktop's queues point to it.
/// </summary>
internal sealed class DesktopHost(
    DesktopOptions options, DesktopMemory memory, IppDoor door, CreatedJobs created, ILoggerFactory logs) : IHostedService, IAsyncDisposable
{
    private readonly ILogger _log = logs.CreateLogger<DesktopHost>();
    private readonly SemaphoreSlim _starting = new(1, 1);
    private WebApplication? _app;

    /// <summary>Where the printers listen, or null.</summary>
    public int? Port { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        created.Recover();
        if (options.Enabled && (memory.Facts.Installed || options.Port > 0))
        {
            try
            {
                await EnsureAsync(cancellationToken);
            }
            catch (IOException e)
            {
                // Everything else works without them.
                DesktopLog.NotOpened(_log, e.Message);
            }
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_app is { } app)
        {
            await app.StopAsync(cancellationToken);
        }
    }

    /// <summary>Listens, if it does not yet; returns the port.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public async Task<int> EnsureAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            if (Port is not { } port)
            {
                (_app, port) = await ListenAsync(options.Port > 0 ? options.Port : memory.Facts.Port, cancellationToken);
                memory.Change(facts => facts with { Port = port });
                Port = port;
                DesktopLog.Listens(_log, port);
            }

            return port;
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

    private async Task<(WebApplication App, int Port)> ListenAsync(int wanted, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(logs);
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server => Listen(server, wanted));
        var app = builder.Build();
        try
        {
            app.MapPost("/ipp/print/{printer}/{job?}", door.HandleAsync);
            app.MapGet("/icon.png", static context => context.Response.SendAsync("image/png", PrinterIcon.Png));
            app.MapGet("/", static context => context.Response.SendAsync(
                "text/plain; charset=utf-8", "TicketFlow printers of this computer. 'ticketflow printers' lists them.\n"u8.ToArray()));
            await app.StartAsync(cancellationToken);
            return (app, new Uri(app.Urls.Single()).Port);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static void Listen(KestrelServerOptions server, int port)
    {
        server.AddServerHeader = false;
        server.Limits.MaxRequestBodySize = null;

        // A document may come out of a slow program.
        server.Limits.MinRequestBodyDataRate = null;
        server.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(Prove);
        });
    }

    /// <summary>At once, while the other end is surely still there; later its socket may be nobody's.</summary>
    private static ConnectionDelegate Prove(ConnectionDelegate next) => connection =>
    {
        if (LoopbackPeer.UserOf(connection.RemoteEndPoint, connection.LocalEndPoint) is { } account)
        {
            connection.Items[IppDoor.AccountItem] = account;
        }

        return next(connection);
    };
}
