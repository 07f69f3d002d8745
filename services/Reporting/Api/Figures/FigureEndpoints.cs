using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using TicketFlow.Reporting.Api.Callers;

namespace TicketFlow.Reporting.Api.Figures;

/// <summary>Statistics, availability and costs under their paths.</summary>
internal static class FigureEndpoints
{
    private static readonly (string Name, string Text)[] Days =
    [
        ("month", "Like 2026-10; or from and to."), ("from", "The first day."), ("to", "The first day that is not asked for."),
        ("zone", "IANA time zone in which days begin; default UTC."),
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        Map<StatisticsEndpoint>(
            routes, "statistics", ApiRoles.Read, "Jobs, pages, bytes, times and causes, by period and dimension.",
            (e, h, s) => e.AnswerAsync(h, s),
            [
                .. Days, ("per", "whole, hour, day, week or month: what a row stands for."),
                ("by", $"Up to four of {string.Join(", ", StatisticsSheet.DimensionNames)}."),
                ("sort", $"One of {string.Join(", ", StatisticsSheet.MeasureNames)}; with '-' the greatest first."),
                ("percentiles", "true: medians and 95th percentiles of waits and transfers."),
                ("limit", "Rows of a page, 1 to 10000; default 1000, of CSV all."), ("cursor", "next of the page before."),
                .. StatisticsSheet.DimensionNames.Select(d => (d, "Only rows with one of these values.")),
            ]);
        Map<AvailabilityEndpoint>(
            routes, "availability", ApiRoles.Read, "How well each resource worked, and how long repairs took.",
            (e, h, s) => e.AnswerAsync(h, s),
            [.. Days, ("resource", "Only these resources."), .. SheetWindow.Parameters(AvailabilityEndpoint.Columns)]);
        Map<CostsEndpoint>(
            routes, "costs", ApiRoles.Finance, "Sums of charges by period and dimension.", (e, h, s) => e.AnswerAsync(h, s),
            [
                .. Days, ("per", "whole, day, week or month."),
                ("by", $"Some of {string.Join(", ", CostsQuery.Groups.Select(g => g.Name))}."),
                ("limit", "Rows of a page, 1 to 10000; default 10000, of CSV all."), ("cursor", "next of the page before."),
                .. CostsQuery.Groups.Select(g => (g.Name, "Only rows with one of these values; empty: without.")),
            ]);
    }

    private static void Map<T>(
        IEndpointRouteBuilder routes, string name, string role, string text, Func<T, HttpContext, string?, Task> answer,
        IReadOnlyList<(string Name, string Text)> parameters)
        where T : class
    {
        foreach (var suffix in (string?[])[null, "json", "csv"])
        {
            var path = suffix is null ? name : $"{name}.{suffix}";
            routes.MapGet("/" + path, (HttpContext http, T endpoint) => answer(endpoint, http, suffix)).RequireAuthorization(role)
                .WithSummary(text).WithTags("figures").AddOpenApiOperationTransformer((operation, _, _) =>
                {
                    operation.OperationId = path.Replace('.', '-');
                    operation.Parameters = [.. parameters.Select(IOpenApiParameter (p) => ApiDescription.Parameter(p.Name, p.Text))];
                    ApiDescription.AddProblems(operation);
                    return Task.CompletedTask;
                });
        }
    }
}
