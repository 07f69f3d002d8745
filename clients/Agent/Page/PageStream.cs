using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using TicketFlow.Agent.Broker;
using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.LocalApi;
using TicketFlow.Agent.Options;
using TicketFlow.Contracts.Errors;

namespace TicketFlow.Agent.Page;

/// <summary>
/// What happens, as it happens, as server-sent events. Every stream begins with everything that is open, so a browser that comes back
/// after a break has missed nothing it shows.
/// </summary>
internal sealed class PageStream(
    JobTable table, PageOptions options, AgentOptions agent, AgentIdentity identity, BrokerCredentials credentials, LinkCondition condition,
    TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    /// <summary>A word now and then, so that a browser whose machine slept learns that the connection is dead.</summary>
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _end = new();
    private int _open;

    public async Task ServeAsync(HttpContext context, string user)
    {
        try
        {
            if (Interlocked.Increment(ref _open) > options.Streams)
            {
                await LocalAnswers.ErrorAsync(
                    context,
                    PageErrors.TooManyPages,
                    $"This page shows nothing new: {options.Streams} other pages are open. Close one, and this one goes on by itself; "
                    + "or raise Page:Streams.");
                return;
            }

            using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _end.Token);
            await StreamAsync(context.Response, user, either.Token);
        }
        catch (OperationCanceledException)
        {
            // The browser or the agent has ended.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    /// <summary>Ends all streams: the agent ends.</summary>
    public void End() => _end.Cancel();

    public void Dispose() => _end.Dispose();

    private async Task StreamAsync(HttpResponse response, string user, CancellationToken cancellationToken)
    {
        response.ContentType = "text/event-stream";
        var window = new JobWindow(table, user, options.LiveJobs);
        var hello = new PageHello(user, credentials.Agent ?? "", identity.ClientVersion, Environment.MachineName, agent.Spool.MaxDocument);
        await SayAsync(response, "hello", hello, PageJson.Default.PageHello, cancellationToken);
        var summary = default(PageSummary);
        for (var first = true; ; first = false)
        {
            var change = Task.WhenAny(table.Changes.Next(), condition.Changes.Next());
            var news = window.Next();
            await (first
                ? SayAsync(response, "jobs", new PageSnapshot(news.Changed), PageJson.Default.PageSnapshot, cancellationToken)
                : SayAsync(response, news, cancellationToken));
            var now = new PageSummary(news.Open, news.Shown, condition.Fault?.Text);
            if (now != summary)
            {
                await SayAsync(response, "summary", summary = now, PageJson.Default.PageSummary, cancellationToken);
            }

            await response.Body.FlushAsync(cancellationToken);
            await AwaitAsync(response, change, cancellationToken);
        }
    }

    private async Task AwaitAsync(HttpResponse response, Task change, CancellationToken cancellationToken)
    {
        try
        {
            await change.WaitAsync(SignOfLife, clock, cancellationToken);
            await Task.Delay(Pace, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            await response.WriteAsync(": here\n\n", cancellationToken);
        }
    }

    private static async Task SayAsync(HttpResponse response, WindowChange news, CancellationToken cancellationToken)
    {
        foreach (var job in news.Changed)
        {
            await SayAsync(response, "job", job, PageJson.Default.LocalJob, cancellationToken);
        }

        foreach (var key in news.Gone)
        {
            await SayAsync(response, "gone", new PageGone(key), PageJson.Default.PageGone, cancellationToken);
        }

        if (news.Stale)
        {
            await response.WriteAsync("event: stale\ndata: {}\n\n", cancellationToken);
        }
    }

    private static async Task SayAsync<T>(
        HttpResponse response, string name, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        await response.WriteAsync($"event: {name}\ndata: {JsonSerializer.Serialize(value, type)}\n\n", cancellationToken);
}
