using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Npgsql;
using TicketFlow.Reporting.Api.Questions;

namespace TicketFlow.Reporting.Api.Lists;

/// <summary>Each list under its path: a page as JSON, or all of it as CSV.</summary>
internal sealed class ListEndpoints(NpgsqlDataSource database, IOptions<ApiOptions> options, ExportGate exports)
{
    private const string Version = """
        select g.generation || ' ' || p.last_seq_id from ticketflow.projection_generations g
        join ticketflow.mt_event_progression p
          on p.name = g.name || case when g.generation > 1 then ':V' || g.generation else '' end || ':All'
        where g.state = 'live' and g.name = 'ReportedJobs'
        """;

    private static readonly string Code = typeof(ListEndpoints).Module.ModuleVersionId.ToString();

    private static readonly (string, string)[] Forms = [("json", "application/json"), ("csv", "text/csv")];

    /// <summary>Maps <c>/NAME</c> and <c>/NAME.csv</c>.</summary>
    public static void Map(IEndpointRouteBuilder routes, Listing listing)
    {
        foreach (var suffix in (string?[])[null, "json", "csv"])
        {
            var route = routes.MapGet(
                $"/{listing.Name}{(suffix is null ? "" : "." + suffix)}",
                (HttpContext http, ListEndpoints lists) => lists.AnswerAsync(http, listing, suffix));
            route.RequireAuthorization(listing.Role);
            ListDescription.Describe(route, listing, suffix);
        }
    }

    private async Task AnswerAsync(HttpContext http, Listing listing, string? suffix)
    {
        var request = ListRequest.Read(listing, new QueryReader(http.Request.Query), options.Value.MostRows);
        if (Answers.Choose(http.Request, suffix, Forms) == "csv")
        {
            await ExportAsync(http, request);
            return;
        }

        var page = await ListPage.ReadAsync(database, request, options.Value.Patience, http.RequestAborted);
        await Answers.WriteAsync(http, "application/json", page);
    }

    /// <summary>What of the log the lists know, which filling is live, and the code that writes them; null before the first.</summary>
    private static async Task<string?> VersionAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Version, connection);
        return await command.ExecuteScalarAsync(cancellation) is string known ? $"{known} {Code}" : null;
    }

    private async Task ExportAsync(HttpContext http, ListRequest request)
    {
        using var pass = exports.Enter();
        await using var connection = await database.OpenConnectionAsync(http.RequestAborted);
        // Looked at before the rows: they know at least so much, so that no tag ever stands for more than there was.
        if (await VersionAsync(connection, http.RequestAborted) is { } version
            && Answers.IsKnown(http, $"{version}\n{request.Whole()}"))
        {
            return;
        }

        await using var command = ListSql.Command(request, whole: true);
        (command.Connection, command.CommandTimeout) = (connection, 0);
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        http.Response.ContentType = "text/csv; charset=utf-8; header=present";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{request.Listing.Name.Replace('/', '-')}.csv\"";
        await new CsvStream(http.Response.Body).WriteAsync(request.Columns, reader, http.RequestAborted);
    }
}
