using Microsoft.OpenApi;
using TicketFlow.Reporting.Api.Lists;

namespace TicketFlow.Reporting.Api;

/// <summary>Words of the OpenAPI document.</summary>
internal static class ApiDescription
{
    private static readonly (string Status, string Text)[] Problems =
    [
        ("400", "Parameters are wrong; errors names all of them."), ("401", "No token, or none that is good."),
        ("403", "The token's role does not reach so far, or TLS is required."), ("503", "Not ready yet; try again."),
    ];

    public static OpenApiParameter Parameter(string name, string text, ParameterLocation where = ParameterLocation.Query) => new()
    {
        Name = name,
        In = where,
        Required = where == ParameterLocation.Path,
        Description = text,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    public static OpenApiSchema Schema(Column column) => new()
    {
        Description = column.Text,
        Type = JsonSchemaType.Null | column.Kind switch
        {
            CellKind.Number => JsonSchemaType.Integer,
            CellKind.Decimal => JsonSchemaType.Number,
            CellKind.Flag => JsonSchemaType.Boolean,
            CellKind.Texts => JsonSchemaType.Array,
            CellKind.Json => JsonSchemaType.Array | JsonSchemaType.Object,
            _ => JsonSchemaType.String,
        },
        Format = column.Kind == CellKind.Time ? "date-time" : null,
        Items = column.Kind switch
        {
            CellKind.Texts => new OpenApiSchema { Type = JsonSchemaType.String },
            CellKind.Json => new OpenApiSchema { Type = JsonSchemaType.Object },
            _ => null,
        },
    };

    public static void AddProblems(OpenApiOperation operation)
    {
        operation.Responses ??= [];
        foreach (var (status, text) in Problems)
        {
            operation.Responses[status] = new OpenApiResponse
            {
                Description = text,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    ["application/problem+json"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.Object } },
                },
            };
        }
    }
}
