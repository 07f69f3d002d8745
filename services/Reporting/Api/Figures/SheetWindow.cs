using Microsoft.AspNetCore.Http;
using TicketFlow.Reporting.Api.Lists;
using TicketFlow.Reporting.Api.Questions;

namespace TicketFlow.Reporting.Api.Figures;

/// <summary>Which rows of a small table are shown, and in which order.</summary>
/// <param name="Column">Index of the column they are sorted by; null: as they come.</param>
/// <param name="Descending">The greatest first. What is unknown comes last in any case.</param>
/// <param name="Offset">Rows left out before the page.</param>
/// <param name="Limit">Rows of a page; null: all.</param>
/// <param name="Mark">Of the question; a cursor is bound to it.</param>
internal sealed record SheetWindow(int? Column, bool Descending, int Offset, int? Limit, string Mark)
{
    private const int MostRows = 10_000;

    /// <summary>The parameters, as an API's description tells them.</summary>
    public static IReadOnlyList<(string Name, string Text)> Parameters(IReadOnlyList<Column> columns) =>
    [
        ("sort", $"One of {string.Join(", ", columns.Select(c => c.Name))}; with '-' the greatest first."),
        ("limit", $"Rows of a page, 1 to {MostRows}; default {MostRows}, of CSV all."), ("cursor", "next of the page before."),
    ];

    /// <summary>Reads <c>sort</c>, <c>limit</c> and <c>cursor</c>; what is wrong with them the reader tells at its end.</summary>
    public static SheetWindow Read(QueryReader query, IQueryCollection asked, IReadOnlyList<Column> columns, bool all)
    {
        var sort = query.One("sort");
        var column = columns.ToList().FindIndex(c => c.Name == sort?.TrimStart('-'));
        if (sort is not null && column < 0)
        {
            var known = string.Join(", ", columns.Select(c => c.Name));
            query.Refuse("sort", $"'{sort}' is none of {known}, with a '-' for the greatest first.");
        }

        var mark = ListCursor.FingerprintOf(string.Join('\n', asked.Where(p => p.Key is not ("cursor" or "limit"))
            .OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={string.Join('\t', p.Value.ToArray())}")));
        var limit = query.Number("limit", 1, MostRows, MostRows);
        return new(
            column < 0 ? null : column, sort?.StartsWith('-') is true, PageCursor.Read(query, mark),
            all && !asked.ContainsKey("limit") ? null : limit, mark);
    }

    /// <summary>The page, and the cursor of the next one; null: it is the last.</summary>
    public (Sheet Page, string? Next) Of(Sheet sheet)
    {
        IEnumerable<object?[]> rows = sheet.Rows;
        if (Column is { } column)
        {
            // Stable: rows of equal value stay in the order in which they came.
            var known = rows.OrderBy(row => row[column] is null);
            rows = Descending ? known.ThenByDescending(row => row[column], CellOrder.Instance)
                : known.ThenBy(row => row[column], CellOrder.Instance);
        }

        var page = sheet with { Rows = [.. rows.Skip(Offset).Take(Limit ?? int.MaxValue)] };
        var end = Offset + page.Rows.Count;
        return (page, end < sheet.Rows.Count ? PageCursor.Write(Mark, end) : null);
    }

    private sealed class CellOrder : IComparer<object?>
    {
        public static readonly CellOrder Instance = new();

        public int Compare(object? x, object? y) =>
            x is string text ? string.CompareOrdinal(text, y as string) : Comparer<object>.Default.Compare(x, y);
    }
}
