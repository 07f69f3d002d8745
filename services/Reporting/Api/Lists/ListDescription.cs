using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;

namespace TicketFlow.Reporting.Api.Lists;

/// <summary>What the OpenAPI document says of a list.</summary>
internal static class ListDescription
{
    public static void Describe(RouteHandlerBuilder route, Listing listing, string? suffix)
    {
        route.WithSummary(suffix == "csv" ? $"{listing.Text} All rows, as CSV." : listing.Text).WithTags(listing.Name.Split('/')[0]);
        route.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.OperationId = listing.Name.Replace('/', '-') + (suffix is null ? "" : "-" + suffix);
            operation.Parameters = [.. ParametersOf(listing, suffix)];
            operation.Responses ??= [];
            operation.Responses["200"] = new OpenApiResponse
            {
                Description = listing.Text,
                Content = Content(listing, suffix),
            };
            ApiDescription.AddProblems(operation);
            return Task.CompletedTask;
        });
    }

    private static IEnumerable<OpenApiParameter> ParametersOf(Listing listing, string? suffix)
    {
        if (listing.Time is { } time)
        {
            yield return ApiDescription.Parameter("from", $"The first moment, by {time}: a day, a month, or a time with its offset.");
            yield return ApiDescription.Parameter("to", "The first moment that is not asked for.");
            yield return ApiDescription.Parameter("month", "Instead of from and to, like 2026-10.");
            yield return ApiDescription.Parameter("zone", "IANA time zone of days and months; default UTC.");
        }

        foreach (var column in listing.Columns.Where(c => c.Filter))
        {
            yield return ApiDescription.Parameter(
                column.Name, $"Only rows with this value; several times: one of them; empty: without. {column.Text}");
        }

        yield return ApiDescription.Parameter("columns", "Only these columns, with commas between.");
        yield return ApiDescription.Parameter("sort", $"Order by a column; with '-' the greatest first. Default {listing.Key}.");
        if (suffix != "csv")
        {
            yield return ApiDescription.Parameter("limit", "Rows of a page, 1 to 1000; default 100.");
            yield return ApiDescription.Parameter("cursor", "next of the page before.");
        }
    }

    private static Dictionary<string, OpenApiMediaType> Content(Listing listing, string? suffix)
    {
        var content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal);
        if (suffix != "csv")
        {
            content["application/json"] = new OpenApiMediaType { Schema = PageSchema(listing) };
        }

        if (suffix != "json")
        {
            content["text/csv"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        }

        return content;
    }

    private static OpenApiSchema PageSchema(Listing listing) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["items"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Items = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = listing.Columns.ToDictionary(
                        c => c.Name, IOpenApiSchema (c) => ApiDescription.Schema(c), StringComparer.Ordinal),
                },
            },
            ["next"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = "cursor of the next page." },
        },
    };
}
