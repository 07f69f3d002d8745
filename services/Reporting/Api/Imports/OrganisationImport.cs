using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using TicketFlow.Contracts.Errors;
using TicketFlow.EventStore;
using TicketFlow.Reporting.Api.Callers;
using TicketFlow.Reporting.Api.Questions;
using TicketFlow.Reporting.Organisation;

namespace TicketFlow.Reporting.Api.Imports;

/// <summary>What a file brought.</summary>
/// <param name="Lines">Lines read, the header not counted.</param>
/// <param name="New">How many say what was not known; these were recorded, or would have been.</param>
/// <param name="DryRun">Whether nothing was recorded, as asked for.</param>
internal sealed record ImportedFile(int Lines, int New, bool DryRun);

/// <summary>
/// Organisation data as CSV, as <c>ticketflow-ops organisation import</c> takes it: all of a file or nothing, and the same file twice
/// records nothing, so that a caller that got no answer sends it again.
/// </summary>
internal sealed class OrganisationImport(IDocumentStore store, ExportGate gate, TimeProvider time)
{
    private readonly OrganisationDesk _desk = new(store);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/organisation/import", (HttpContext http, OrganisationImport import) => import.AnswerAsync(http))
            .RequireAuthorization(ApiRoles.Finance).WithTags("organisation")
            .WithSummary("Records people, departments or places of printers from CSV (docs/finance.md): all lines or none.")
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                operation.OperationId = "organisation-import";
                operation.Parameters = [ApiDescription.Parameter("dryRun", "true: only look for errors, and record nothing.")];
                operation.RequestBody = new OpenApiRequestBody
                {
                    Required = true,
                    Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                    {
                        ["text/csv"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
                    },
                };
                ApiDescription.AddProblems(operation);
                return Task.CompletedTask;
            });

    private async Task<IResult> AnswerAsync(HttpContext http)
    {
        var query = new QueryReader(http.Request.Query);
        var dry = query.OneOf("dryRun", "false", "true") == "true";
        query.Finish();
        using var place = gate.Enter();
        await using var body = await BodyAsync(http);
        var content = OrganisationCsv.Read(body.GetBuffer().AsSpan(0, (int)body.Length), time.GetUtcNow());
        if (content.Errors.Count > 0)
        {
            throw Wrong(content.Errors);
        }

        var news = dry
            ? OrganisationDecider.Decide(content.Facts, await _desk.ReadAsync(http.RequestAborted))
            : await RecordAsync(content.Facts, $"finance:{http.User.FindFirstValue(ClaimTypes.Name)}", http.RequestAborted);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(new ImportedFile(content.Facts.Count, news.Count, dry));
    }

    // Whole: the server reads bodies asynchronously only, the parser does not. MostBody bounds it.
    private static async Task<MemoryStream> BodyAsync(HttpContext http)
    {
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        return body;
    }

    private async Task<IReadOnlyList<OrganisationEvent>> RecordAsync(
        IReadOnlyList<OrganisationEvent> facts, string actor, CancellationToken cancellation)
    {
        try
        {
            return await _desk.RecordAsync(facts, actor, cancellation);
        }
        catch (Exception e) when (e is EventStreamUnexpectedMaxEventIdException or AppendOutcomeUnknownException)
        {
            throw new ApiProblemException(ApiProblem.NotReady(
                "Others wrote at the same moment, or the database broke off. Send the file again: "
                + "what is recorded is not recorded twice."));
        }
    }

    private static ApiProblemException Wrong(IReadOnlyList<OrganisationCsvError> errors) => new(new ApiProblem(
        StatusCodes.Status400BadRequest, FinanceErrors.FileWrong, "The file cannot be taken",
        "Nothing was recorded. Mend the lines that errors names and send the file again.",
        [.. errors.Select(e => new FieldProblem($"line {e.Line}", e.Code, e.Text))]));
}
