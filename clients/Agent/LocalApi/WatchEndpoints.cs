using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using TicketFlow.Agent.Jobs;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.LocalApi;

/// <summary>Changes as they happen, one JSON value per line: of one job until its end, or of all jobs.</summary>
internal sealed class WatchEndpoints(JobTable table, IHostApplicationLifetime life, TimeProvider clock)
{
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromMilliseconds(200);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(
            "/v1/jobs/{id}/watch",
            context => table.WithJobAsync(context, entry => WhileThereAsync(context, () => WatchAsync(context, entry))));
        routes.MapGet("/v1/watch", context => WhileThereAsync(context, () => WatchAllAsync(context)));
    }

    /// <summary>Watchers stay as long as they like: the agent does not wait for them when it ends.</summary>
    private async Task WhileThereAsync(HttpContext context, Func<Task> watch)
    {
        await using var end = life.ApplicationStopping.Register(context.Abort);
        await watch();
    }

    /// <summary>One line per change until the job has ended; progress at most five times a second.</summary>
    private async Task WatchAsync(HttpContext context, JobEntry entry)
    {
        context.Response.ContentType = LocalAnswers.Lines;
        var last = default(LocalJob);
        while (last is not { Ended: true })
        {
            var change = entry.NextChange();
            var now = LocalViews.Of(entry);
            if (now != last)
            {
                var pace = last is not null && Paced(last, now);
                await WriteAsync(context, now);
                last = now;
                if (pace)
                {
                    await PaceAsync(entry, now, context.RequestAborted);
                    continue;
                }
            }

            if (!now.Ended)
            {
                await change.WaitAsync(context.RequestAborted);
            }
        }
    }

    /// <summary>Holds progress back, but not a change of state.</summary>
    private async Task PaceAsync(JobEntry entry, LocalJob last, CancellationToken cancellationToken)
    {
        var until = clock.GetTimestamp() + (long)(ProgressEvery.TotalSeconds * clock.TimestampFrequency);
        while (clock.GetTimestamp() < until && entry.NextChange() is var change && Paced(last, LocalViews.Of(entry)))
        {
            var rest = TimeSpan.FromSeconds((double)Math.Max(1, until - clock.GetTimestamp()) / clock.TimestampFrequency);
            await Task.WhenAny(change, Task.Delay(rest, clock, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Open jobs first, then whatever changes; at most five times a second.</summary>
    private async Task WatchAllAsync(HttpContext context)
    {
        context.Response.ContentType = LocalAnswers.Lines;
        await context.Response.Body.FlushAsync(context.RequestAborted);
        var scope = LocalScope.Of(context);
        var seen = table.List(closedToo: true).Where(scope.MaySee).Where(entry => entry.State.IsEnded)
            .ToDictionary(entry => entry.Key, LocalViews.Of);
        while (true)
        {
            var change = table.Changes.Next();
            var now = table.List(closedToo: true).Where(scope.MaySee).Select(LocalViews.Of).ToList();
            foreach (var job in now.Where(job => seen.GetValueOrDefault(job.Key) != job))
            {
                await WriteAsync(context, job);
            }

            seen = now.ToDictionary(job => job.Key);
            await change.WaitAsync(context.RequestAborted);
            await Task.Delay(ProgressEvery, clock, context.RequestAborted);
        }
    }

    /// <summary>Nothing but numbers has changed.</summary>
    private static bool Paced(LocalJob last, LocalJob now) => last.State == now.State && last.Question == now.Question;

    private static async Task WriteAsync(HttpContext context, LocalJob job)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(job, LocalJson.Default.LocalJob), (byte)'\n'];
        await context.Response.Body.WriteAsync(line, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
