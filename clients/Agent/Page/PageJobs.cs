using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.LocalApi;
using TicketFlow.Contracts.Errors;

namespace TicketFlow.Agent.Page;

/// <summary>A session's jobs and the printers: the same words as on the local socket, for the jobs of the session's user only.</summary>
internal sealed class PageJobs(JobTable table, JobEndpoints jobs, WishEndpoints wishes)
{
    private const int MostAtOnce = 200;
    private const int AtOnce = 50;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/jobs", ListAsync);
        routes.MapPost("/api/jobs", SubmitAsync);
        routes.MapGet("/api/jobs/{id}/timeline", context => WithJobAsync(context, entry => TimelineAsync(context, entry)));
        routes.MapGet("/api/printers", context => jobs.PrintersAsync(context, PageGuard.UserOf(context)));
        wishes.Map(routes, "/api/jobs/{id}", WithJobAsync);
    }

    /// <summary>
    /// Newest first: with <c>?open</c> the open ones, else the ended. <c>q</c> searches; <c>before</c> and <c>limit</c> page.
    /// </summary>
    private Task ListAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var user = PageGuard.UserOf(context);
        var search = query["q"].ToString().Trim();
        var fits = table.List(closedToo: true)
            .Where(entry => entry.State is var state && state.User == user && state.IsEnded != query.ContainsKey("open"))
            .Where(entry => Fits(entry.State, search))
            .OrderByDescending(entry => entry.State.EndedAt ?? entry.State.AcceptedAt)
            .ToList();
        var before = query["before"].ToString();
        var from = before.Length == 0 ? 0 : fits.FindIndex(entry => entry.Key == before) is var at and >= 0 ? at + 1 : fits.Count;
        var limit = int.TryParse(query["limit"], out var wanted) ? Math.Clamp(wanted, 1, MostAtOnce) : AtOnce;
        var piece = fits.Skip(from).Take(limit).Select(LocalViews.Of).ToList();
        return LocalAnswers.WriteAsync(
            context,
            StatusCodes.Status200OK,
            new PageOfJobs(piece, from + piece.Count < fits.Count ? piece[^1].Key : null, fits.Count),
            PageJson.Default.PageOfJobs);
    }

    private Task SubmitAsync(HttpContext context)
    {
        // The spool has its own, clearer limit.
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        return jobs.SubmitAsync(context, PageGuard.UserOf(context));
    }

    private Task TimelineAsync(HttpContext context, JobEntry entry) => entry.State.JobId is { } id
        ? jobs.HistoryAsync(context, id)
        : LocalAnswers.ErrorAsync(context, AgentErrors.ServerSilent, "The ticket server has not answered for this job yet.");

    /// <summary>A job by its key or id; another user's is as unknown as none.</summary>
    private Task WithJobAsync(HttpContext context, Func<JobEntry, Task> found)
    {
        var text = (string)context.Request.RouteValues["id"]!;
        var entry = table.Find(text) is [var only] && (only.Key == text || only.State.JobId == text) ? only : null;
        return entry is not null && entry.State.User == PageGuard.UserOf(context)
            ? found(entry)
            : LocalAnswers.ErrorAsync(context, AgentErrors.JobUnknown, "This job is no longer known here.");
    }

    private static bool Fits(JobState state, string search) =>
        search.Length == 0
        || new[] { state.Title, state.Printer, state.JobId, state.Key, state.Code, state.Phase.ToString() }
            .Any(text => text?.Contains(search, StringComparison.OrdinalIgnoreCase) ?? false);
}
