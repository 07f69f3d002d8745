using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TicketServer.Tests.Support;

/// <summary>A POST as it arrived.</summary>
internal sealed record ReceivedPost(string? Id, string? Signature, string? ContentType, byte[] Body);

/// <summary>A real web server on a loopback port that takes notices.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedPost> _posts = new();
    private readonly WebApplication _app;

    private WebhookReceiver(WebApplication app) => _app = app;

    /// <summary>The status it answers with.</summary>
    public int Status { get; set; } = 204;

    public string Address => _app.Urls.First() + "/notices";

    public IReadOnlyList<ReceivedPost> Posts => [.. _posts];

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var receiver = new WebhookReceiver(app);
        app.MapPost("/notices", receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers;
        _posts.Enqueue(
            new ReceivedPost(headers["X-TicketFlow-Id"], headers["X-TicketFlow-Signature"], context.Request.ContentType, body.ToArray()));
        context.Response.StatusCode = Status;
    }
}
