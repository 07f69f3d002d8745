using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TicketFlow.EventStore;
using TicketFlow.Reporting.Api.Callers;
using TicketFlow.Reporting.Api.Questions;
using TicketFlow.Reporting.Schedules;

namespace TicketFlow.Reporting.Api.Reports;

/// <summary>Reports that go out by mail: which there are, what became of them, and changing them.</summary>
internal sealed class ReportEndpoints(
    DocumentStore store, ReportHistory history, ReportComposer composer, ReportOptions options, TimeProvider clock)
{
    private const int RunsOfOne = 20;

    private static readonly (string, string)[] PeriodWords =
    [
        ("period", "A day, week or month like 2026-10-31, 2026-W44, 2026-10; default: the last whole one."),
        ("soFar", "true: the one that is not over."),
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        const string One = "/report-schedules/{name}";
        Describe(
            routes.MapGet("/report-schedules", (HttpContext h, ReportEndpoints e) => e.ListAsync(h)), "list",
            "Reports that go out by mail.");
        Describe(
            routes.MapGet(One, (HttpContext h, string name, ReportEndpoints e) => e.OneAsync(h, name)), "show",
            "One of them, and what was sent.");
        Describe(
            routes.MapPut(One, (HttpContext h, string name, ReportEndpoints e) => e.PutAsync(h, name)), "set",
            "Schedules a report, or changes the one of this name.").Accepts<ReportWish>("application/json");
        Describe(
            routes.MapDelete(One, (HttpContext h, string name, ReportEndpoints e) =>
                e.RecordAsync(h, b => ReportScheduleDecider.Remove(b, name))),
            "remove", "Nothing goes out any more.");
        Describe(
            routes.MapPost(One + "/pause", (HttpContext h, string name, ReportEndpoints e) =>
                e.RecordAsync(h, b => ReportScheduleDecider.Pause(b, name))),
            "pause", "Nothing goes out until it is resumed.");
        Describe(
            routes.MapPost(One + "/resume", (HttpContext h, string name, ReportEndpoints e) =>
                e.RecordAsync(h, b => ReportScheduleDecider.Resume(b, name))),
            "resume", "It goes on; what was due meanwhile is not made up for.");
        Describe(
            routes.MapPost(One + "/run", (HttpContext h, string name, ReportEndpoints e) => e.RunAsync(h, name)), "run",
            "Sends it once, out of turn.", PeriodWords);
        Describe(
            routes.MapGet(One + "/preview", (HttpContext h, string name, ReportEndpoints e) => e.PreviewAsync(h, name)), "preview",
            "What would be sent; nothing is.", [.. PeriodWords, ("form", "text or csv.")]);
    }

    private async Task ListAsync(HttpContext http)
    {
        new QueryReader(http.Request.Query).Finish();
        var runs = await history.ReadAsync(null, 1, http.RequestAborted);
        var book = await BookAsync(http.RequestAborted);
        await ReportAnswers.WriteAsync(
            http, new { items = book.Schedules.Values.Select(k => ReportAnswer.Of(k, clock.GetUtcNow(), runs)).ToList() });
    }

    private async Task OneAsync(HttpContext http, string name)
    {
        new QueryReader(http.Request.Query).Finish();
        var known = ReportScheduleDecider.Known(await BookAsync(http.RequestAborted), name);
        var runs = await history.ReadAsync(name, RunsOfOne, http.RequestAborted);
        await ReportAnswers.WriteAsync(http, ReportAnswer.Of(known, clock.GetUtcNow(), runs));
    }

    private async Task PutAsync(HttpContext http, string name)
    {
        var wish = (await ReportAnswers.ReadAsync(http)).Under(name);
        await RecordAsync(http, book => ReportScheduleDecider.Schedule(book, wish));
    }

    private Task RunAsync(HttpContext http, string name)
    {
        var query = new QueryReader(http.Request.Query);
        var (period, soFar) = (query.One("period"), SoFar(query));
        query.Finish();
        return RecordAsync(http, book => ReportScheduleDecider.Run(book, name, period, soFar, clock.GetUtcNow()));
    }

    private async Task PreviewAsync(HttpContext http, string name)
    {
        var query = new QueryReader(http.Request.Query);
        var (period, soFar, form) = (query.One("period"), SoFar(query), query.OneOf("form", "text", "csv"));
        query.Finish();
        var schedule = ReportScheduleDecider.Known(await BookAsync(http.RequestAborted), name).Schedule;
        var days = ReportScheduleDecider.PeriodOf(schedule, period, soFar, clock.GetUtcNow());
        var report = await composer.ComposeAsync(schedule, days, options.Page, note: null, http.RequestAborted);
        await (form == "csv"
            ? Answers.WriteAsync(http, "text/csv; charset=utf-8; header=present", report.Csv)
            : Answers.WriteAsync(http, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(report.Text + "\n")));
    }

    /// <summary>Again is the same answer, so that a caller that got none sends it again; a run is another run, and what is
    /// removed is not found.</summary>
    private async Task RecordAsync(HttpContext http, Func<ReportScheduleBook, ReportScheduleEvent?> decide)
    {
        await new ReportScheduleDesk(store).RecordAsync(
            decide, $"finance:{http.User.FindFirstValue(ClaimTypes.Name)}", http.RequestAborted);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private Task<ReportScheduleBook> BookAsync(CancellationToken cancellation) => new ReportScheduleDesk(store).ReadAsync(cancellation);

    private static bool SoFar(QueryReader query) => query.OneOf("soFar", "false", "true") == "true";

    private static RouteHandlerBuilder Describe(
        RouteHandlerBuilder route, string id, string text, IReadOnlyList<(string Name, string Text)>? parameters = null) =>
        route.RequireAuthorization(ApiRoles.Finance).WithTags("report-schedules").WithSummary(text + " docs/reports.md")
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                operation.OperationId = "report-schedule-" + id;
                operation.Parameters ??= [];
                foreach (var (name, what) in parameters ?? [])
                {
                    operation.Parameters.Add(ApiDescription.Parameter(name, what));
                }

                ApiDescription.AddProblems(operation);
                return Task.CompletedTask;
            });
}
