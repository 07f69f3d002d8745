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
        Map(routes, "cancel", (context, entry) => wishes.CancelAsync(entry, context.RequestAborted));
        Map(routes, "wait", (_, entry) => wishes.WaitAsync(entry));
        Map(routes, "hold", (context, entry) => wishes.HoldAsync(entry, hold: true, context.RequestAborted));
        Map(routes, "release", (context, entry) => wishes.HoldAsync(entry, hold: false, context.RequestAborted));
        Map(routes, "yield", (context, entry) => wishes.YieldAsync(entry, context.RequestAborted));
        Map(routes, "resend", (context, entry) => wishes.ResendAsync(entry, context.RequestAborted));
        Map(routes, "move", MoveAsync);
        routes.MapDelete("/v1/jobs/{id}", CancelAsync);
    }

    private Task CancelAsync(HttpContext context) =>
        AnswerAsync(context, (request, entry) => wishes.CancelAsync(entry, request.RequestAborted));

    private void Map(IEndpointRouteBuilder routes, string wish, Func<HttpContext, JobEntry, Task<LocalError?>> ask) =>
        routes.MapPost("/v1/jobs/{id}/" + wish, context => AnswerAsync(context, ask));

    private Task AnswerAsync(HttpContext context, Func<HttpContext, JobEntry, Task<LocalError?>> ask) => table.WithJobAsync(
        context,
        async entry => await (await ask(context, entry) is { } error
            ? LocalAnswers.ErrorAsync(context, error)
            : LocalAnswers.WriteAsync(context, StatusCodes.Status200OK, LocalViews.Of(entry), LocalJson.Default.LocalJob)));

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
