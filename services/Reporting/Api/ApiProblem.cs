using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using TicketFlow.Contracts.Errors;

namespace TicketFlow.Reporting.Api;

/// <summary>What is wrong with one parameter, or one line of a file.</summary>
/// <param name="Parameter">Its name, or <c>line 7</c>.</param>
/// <param name="Code">One of <see cref="FinanceErrors"/>, or the file's own code.</param>
/// <param name="Text">For people; says what to write instead.</param>
public sealed record FieldProblem(string Parameter, string Code, string Text);

/// <summary>A refusal as RFC 9457 wants it, with a stable code.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">One of <see cref="FinanceErrors"/>.</param>
/// <param name="Title">The same for all of this code.</param>
/// <param name="Detail">For people; says what to do.</param>
/// <param name="Errors">All that is wrong at once; null when nothing is to be named.</param>
public sealed record ApiProblem(
    int Status, string Code, string Title, string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FieldProblem>? Errors = null)
{
    /// <summary>RFC 9457, section 3.1.1: a name, not an address.</summary>
    public string Type => "urn:ticketflow:problem:" + Code;

    internal static ApiProblem Parameters(IReadOnlyList<FieldProblem> errors) => new(
        StatusCodes.Status400BadRequest, FinanceErrors.ParametersWrong, "Parameters are wrong",
        string.Join(" ", errors.Select(e => $"{e.Parameter}: {e.Text}")), errors);

    internal static ApiProblem NotFound(string detail) =>
        new(StatusCodes.Status404NotFound, FinanceErrors.NotFound, "Not found", detail);

    internal static ApiProblem NotReady(string detail) =>
        new(StatusCodes.Status503ServiceUnavailable, FinanceErrors.NotReady, "Not ready", detail);

    /// <summary>Writes it as the answer.</summary>
    internal async Task WriteAsync(HttpContext http)
    {
        http.Response.StatusCode = Status;
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.WriteAsJsonAsync(this, options: null, "application/problem+json", http.RequestAborted);
    }
}

/// <summary>Ends a request with a problem.</summary>
internal sealed class ApiProblemException(ApiProblem problem) : Exception(problem.Detail)
{
    public ApiProblem Problem { get; } = problem;
}
