using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TicketFlow.Testing.Web;

/// <summary>A POST as it arrived.</summary>
/// <param name="Id">Header <c>X-TicketFlow-Id</c>.</param>
/// <param name="Signature">Header <c>X-TicketFlow-Signature</c>.</param>
/// <param name="ContentType">Header <c>Content-Type</c>.</param>
/// <param name="Body">All of it.</param>
public sealed record ReceivedPost(string? Id, string? Signature, string? ContentType, byte[] Body);

/// <summary>A real web server on a loopback port that takes notices and letters.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedPost> _posts = new();
    private readonly WebApplication _app;

    private WebhookReceiver(WebApplication app) => _app = app;

    /// <summary>The status it answers with.</summary>
    public int Status { get; set; } = StatusCodes.Status204NoContent;

    /// <summary>Where it takes them.</summary>
    public string Address => _app.Urls.First() + "/notices";

    /// <summary>What has arrived, whatever it answered.</summary>
    public IReadOnlyList<ReceivedPost> Posts => [.. _posts];

    /// <summary>Starts one on a free port.</summary>
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

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = context.Request.Headers;
        _posts.Enqueue(
            new ReceivedPost(headers["X-TicketFlow-Id"], headers["X-TicketFlow-Signature"], context.Request.ContentType, body.ToArray()));
        context.Response.StatusCode = Status;
    }
}
