using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TicketFlow.Agent.Jobs;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.LocalApi;

/// <summary>What users want of their jobs: <c>POST /v1/jobs/{id}/cancel</c> and so on. The answer is the job as it is then.</summary>
internal sealed class WishEndpoints(JobTable table, JobWishes wishes)
{
    private const int MostBodyBytes = 4096;

    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "/v1/jobs/{id}", table.WithJobAsync);
        routes.MapDelete("/v1/jobs/{id}", CancelAsync);
    }

    /// <summary>The wishes as POST requests below a job's address.</summary>
    /// <param name="job">Route of a job.</param>
    /// <param name="find">Finds the job that a request names, or answers that there is none.</param>
    public void Map(IEndpointRouteBuilder routes, string job, Func<HttpContext, Func<JobEntry, Task>, Task> find)
    {
        Add("cancel", (context, entry) => wishes.CancelAsync(entry, context.RequestAborted));
        Add("wait", (_, entry) => wishes.WaitAsync(entry));
        Add("hold", (context, entry) => wishes.HoldAsync(entry, hold: true, context.RequestAborted));
        Add("release", (context, entry) => wishes.HoldAsync(entry, hold: false, context.RequestAborted));
        Add("yield", (context, entry) => wishes.YieldAsync(entry, context.RequestAborted));
        Add("resend", (context, entry) => wishes.ResendAsync(entry, context.RequestAborted));
        Add("move", MoveAsync);

        void Add(string wish, Func<HttpContext, JobEntry, Task<LocalError?>> ask) =>
            routes.MapPost($"{job}/{wish}", context => find(context, entry => AnswerAsync(context, entry, ask)));
    }

    private Task CancelAsync(HttpContext context) => table.WithJobAsync(
        context, entry => AnswerAsync(context, entry, (request, job) => wishes.CancelAsync(job, request.RequestAborted)));

    private static async Task AnswerAsync(HttpContext context, JobEntry entry, Func<HttpContext, JobEntry, Task<LocalError?>> ask) =>
        await (await ask(context, entry) is { } error
            ? LocalAnswers.ErrorAsync(context, error)
            : LocalAnswers.WriteAsync(context, StatusCodes.Status200OK, LocalViews.Of(entry), LocalJson.Default.LocalJob));

    private async Task<LocalError?> MoveAsync(HttpContext context, JobEntry entry) => await PrinterAsync(context) is { } printer
        ? await wishes.MoveAsync(entry, printer, context.RequestAborted)
        : new LocalError(AgentErrors.PrinterMissing, """No printer was named: the body is {"printer":"NAME"}.""");

    private static async Task<string?> PrinterAsync(HttpContext context)
    {
        if (context.Request.ContentLength is null or > MostBodyBytes)
        {
            return null;
        }

        try
        {
            var move = await JsonSerializer.DeserializeAsync(context.Request.Body, LocalJson.Default.LocalMove, context.RequestAborted);
            return string.IsNullOrWhiteSpace(move?.Printer) ? null : move.Printer;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
