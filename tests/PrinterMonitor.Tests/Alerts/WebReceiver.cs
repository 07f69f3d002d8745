using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PrinterMonitor.Tests.Alerts;

/// <summary>A POST as it arrived.</summary>
internal sealed record ReceivedPost(string? Id, string? Signature, byte[] Body);

/// <summary>A real web server on a loopback port that takes letters.</summary>
internal sealed class WebReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedPost> _posts = new();
    private readonly WebApplication _app;

    private WebReceiver(WebApplication app) => _app = app;

    /// <summary>The status it answers with.</summary>
    public int Status { get; set; } = 204;

    public string Address => _app.Urls.First() + "/letters";

    public IReadOnlyList<ReceivedPost> Posts => [.. _posts];

    public static async Task<WebReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var receiver = new WebReceiver(app);
        app.MapPost("/letters", receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _posts.Enqueue(new ReceivedPost(
            context.Request.Headers["X-TicketFlow-Id"], context.Request.Headers["X-TicketFlow-Signature"], body.ToArray()));
        context.Response.StatusCode = Status;
    }
}
