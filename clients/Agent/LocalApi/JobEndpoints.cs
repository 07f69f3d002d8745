using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TicketFlow.Agent.Broker;
using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Spool;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.LocalApi;

/// <summary>The local interface: HTTP over the agent's Unix socket.</summary>
internal sealed class JobEndpoints(JobTable table, JobLifecycle jobs, DocumentIntake intake, ServerQueries queries, TimeProvider clock)
{
    /// <summary>Key of the connection's user in its items.</summary>
    public const string UserItem = "ticketflow.user";

    private const int MaxTitle = 200;
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromMilliseconds(200);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/jobs", SubmitAsync);
        routes.MapGet("/v1/jobs", ListAsync);
        routes.MapGet("/v1/jobs/{id}", context => WithJobAsync(context, entry => AnswerJobAsync(context, StatusCodes.Status200OK, entry)));
        routes.MapGet("/v1/jobs/{id}/watch", context => WithJobAsync(context, entry => WatchAsync(context, entry)));
        routes.MapGet("/v1/jobs/{id}/history", HistoryAsync);
        routes.MapDelete("/v1/jobs/{id}", context => WithJobAsync(context, entry => CancelAsync(context, entry)));
        routes.MapGet("/v1/printers", PrintersAsync);
    }

    private async Task SubmitAsync(HttpContext context)
    {
        var printer = context.Request.Query["printer"].ToString();
        var title = context.Request.Query["title"].ToString();
        if (string.IsNullOrWhiteSpace(printer))
        {
            await LocalAnswers.ErrorAsync(context, AgentErrors.PrinterMissing, "No printer was named: add ?printer=NAME.");
            return;
        }

        if (title.Length > MaxTitle)
        {
            await LocalAnswers.ErrorAsync(context, AgentErrors.TitleTooLong, $"A title has at most {MaxTitle} characters.");
            return;
        }

        var user = (string)context.Features.Get<IConnectionItemsFeature>()!.Items[UserItem]!;
        var submission = new Submission(
            printer, title.Length == 0 ? "untitled" : title, user, Environment.MachineName, context.Request.ContentLength, context.Request.Body);
        var result = await intake.TakeAsync(submission, context.RequestAborted);
        await (result.Job is { } entry
            ? AnswerJobAsync(context, StatusCodes.Status201Created, entry)
            : LocalAnswers.ErrorAsync(context, result.Code!, result.Text!));
    }

    private Task ListAsync(HttpContext context) => LocalAnswers.WriteAsync(
        context,
        StatusCodes.Status200OK,
        new LocalJobs([.. table.List(context.Request.Query.ContainsKey("all")).Select(LocalViews.Of)]),
        LocalJson.Default.LocalJobs);

    private Task CancelAsync(HttpContext context, JobEntry entry)
    {
        jobs.Apply(entry, new UserCancelled("cancelled-by-user"));
        return AnswerJobAsync(context, StatusCodes.Status202Accepted, entry);
    }

    private static Task AnswerJobAsync(HttpContext context, int status, JobEntry entry) =>
        LocalAnswers.WriteAsync(context, status, LocalViews.Of(entry), LocalJson.Default.LocalJob);

    /// <summary>One line per change until the job has ended; progress at most five times a second.</summary>
    private async Task WatchAsync(HttpContext context, JobEntry entry)
    {
        context.Response.ContentType = "application/x-ndjson";
        var last = default(LocalJob);
        while (last is not { Ended: true })
        {
            var change = entry.NextChange();
            var now = LocalViews.Of(entry);
            if (now != last)
            {
                var pace = last?.State == now.State;
                await context.Response.Body.WriteAsync(
                    JsonSerializer.SerializeToUtf8Bytes(now, LocalJson.Default.LocalJob), context.RequestAborted);
                await context.Response.Body.WriteAsync("\n"u8.ToArray(), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                last = now;
                if (pace)
                {
                    await PaceAsync(entry, now.State, context.RequestAborted);
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
    private async Task PaceAsync(JobEntry entry, string state, CancellationToken cancellationToken)
    {
        var until = clock.GetTimestamp() + (long)(ProgressEvery.TotalSeconds * clock.TimestampFrequency);
        while (clock.GetTimestamp() < until && entry.NextChange() is var change && LocalViews.Of(entry).State == state)
        {
            var rest = TimeSpan.FromSeconds((double)Math.Max(1, until - clock.GetTimestamp()) / clock.TimestampFrequency);
            await Task.WhenAny(change, Task.Delay(rest, clock, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task HistoryAsync(HttpContext context)
    {
        var text = (string)context.Request.RouteValues["id"]!;
        var found = table.Find(text);
        if (found.Count > 1)
        {
            await AmbiguousAsync(context, text, found);
            return;
        }

        if (found is [{ State.JobId: null }])
        {
            await LocalAnswers.ErrorAsync(context, AgentErrors.ServerSilent, "The ticket server has not answered for this job yet.");
            return;
        }

        var answer = await queries.HistoryAsync(found is [{ State.JobId: { } id }] ? id : text, context.RequestAborted);
        await (answer.Value is { } history
            ? LocalAnswers.WriteAsync(context, StatusCodes.Status200OK, LocalViews.Of(history), LocalJson.Default.LocalHistory)
            : NoAnswerAsync(context, answer.Refusal?.Code, answer.Refusal?.Text));
    }

    private async Task PrintersAsync(HttpContext context)
    {
        var answer = await queries.PrintersAsync(context.RequestAborted);
        await (answer.Value is { } printers
            ? LocalAnswers.WriteAsync(context, StatusCodes.Status200OK, LocalViews.Of(printers), LocalJson.Default.LocalPrinters)
            : NoAnswerAsync(context, answer.Refusal?.Code, answer.Refusal?.Text));
    }

    private static Task NoAnswerAsync(HttpContext context, string? code, string? text) => LocalAnswers.ErrorAsync(
        context,
        code ?? AgentErrors.ServerSilent,
        text ?? "The ticket server does not answer. Jobs are kept and go on when it does; ask again later.");

    private Task WithJobAsync(HttpContext context, Func<JobEntry, Task> found)
    {
        var text = (string)context.Request.RouteValues["id"]!;
        return table.Find(text) switch
        {
            [var entry] => found(entry),
            [] => LocalAnswers.ErrorAsync(context, AgentErrors.JobUnknown, $"This agent has no job '{text}'. 'ticketflow jobs --all' lists them."),
            var several => AmbiguousAsync(context, text, several),
        };
    }

    private static Task AmbiguousAsync(HttpContext context, string text, IReadOnlyList<JobEntry> found) => LocalAnswers.ErrorAsync(
        context, AgentErrors.JobAmbiguous, $"'{text}' fits {found.Count} jobs; give more characters.");
}
