using System.Text.Json;
using Npgsql;
using Spectre.Console;

namespace TicketFlow.Ops;

/// <summary>Rows of a query for an operator: a table, or with <c>--json</c> an object per line as the rows arrive.</summary>
internal static class Listing
{
    /// <summary>Runs the query and shows its rows.</summary>
    /// <param name="row">What a row is; its members are the JSON object's.</param>
    /// <param name="cells">A row of the table, as plain text.</param>
    public static async Task<int> ShowAsync<T>(
        NpgsqlCommand query, bool json, string[] columns, Func<NpgsqlDataReader, T> row, Func<T, string[]> cells,
        CancellationToken cancellation)
    {
        await using var reader = await query.ExecuteReaderAsync(cancellation);
        var table = new Table().Border(TableBorder.Simple).AddColumns(columns);
        while (await reader.ReadAsync(cancellation))
        {
            var next = row(reader);
            if (json)
            {
                Console.WriteLine(JsonSerializer.Serialize(next, Operation.Json));
            }
            else
            {
                table.AddRow(Array.ConvertAll(cells(next), Markup.Escape));
            }
        }

        if (!json)
        {
            AnsiConsole.Write(table);
        }

        return ExitCodes.Ok;
    }
}
