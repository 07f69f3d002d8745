using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using TicketFlow.Contracts.Errors;

namespace TicketFlow.Reporting.Api.Figures;

/// <summary>Figures, or the first of them.</summary>
/// <param name="Total">Rows there are; the sheet may hold fewer.</param>
internal sealed record FigurePage(Sheet Sheet, long Total);

/// <summary>
/// Figures as a CSV file: all rows or a refusal, for nobody sees of a file that rows are missing at its end. Who names a limit or a page
/// gets that.
/// </summary>
internal sealed class FigureFile(IOptions<ApiOptions> options, ExportGate exports)
{
    /// <param name="ask">Asks for so many rows; with null for the page of the question.</param>
    /// <exception cref="ApiProblemException">There are too many rows, or too many exports at once.</exception>
    public async Task WriteAsync(HttpContext http, Func<int?, Task<FigurePage>> ask)
    {
        using var pass = exports.Enter();
        var (query, most) = (http.Request.Query, options.Value.MostFigures);
        var part = query.ContainsKey("limit") || query.ContainsKey("cursor");
        var page = await ask(part ? null : most);
        if (!part && page.Total > page.Sheet.Rows.Count)
        {
            throw new ApiProblemException(new ApiProblem(
                StatusCodes.Status400BadRequest, FinanceErrors.TooManyRows, "Too many rows for a file",
                $"The file would have {page.Total} rows, and may have {most}. Ask for a shorter period or for fewer dimensions, or as JSON "
                + "page by page."));
        }

        await Answers.WriteAsync(http, "text/csv; charset=utf-8; header=present", page.Sheet.ToCsv());
    }
}
