using System.Globalization;
using TicketFlow.Contracts.Errors;
using TicketFlow.Reporting.Api.Questions;

namespace TicketFlow.Reporting.Api.Lists;

/// <summary>A question for a list, proven.</summary>
/// <param name="Columns">Those that are shown.</param>
/// <param name="Filters">Values by column; an empty value is "none".</param>
/// <param name="Order">The column rows are ordered by; the key breaks ties.</param>
/// <param name="After">Where the page before ended, or null.</param>
internal sealed record ListRequest(
    Listing Listing, IReadOnlyList<Column> Columns, Period Period, IReadOnlyDictionary<Column, IReadOnlyList<string>> Filters, Column Order,
    bool Descending, int Limit, ListCursor? After)
{
    private const int UsualRows = 100;

    /// <exception cref="ApiProblemException">All that is wrong with the parameters.</exception>
    public static ListRequest Read(Listing listing, QueryReader query, int mostRows)
    {
        var period = listing.Time is null ? new Period(null, null, TimeZoneInfo.Utc) : Period.Read(query);
        var filters = listing.Columns.Where(c => c.Filter).Select(c => (Column: c, Values: query.Many(c.Name)))
            .Where(f => f.Values.Count > 0).ToDictionary(f => f.Column, f => f.Values);
        foreach (var (column, values) in filters)
        {
            foreach (var value in values.Where(v => v.Length > 0 && !Fits(column, v)))
            {
                query.Refuse(column.Name, $"'{value}' is no {Word(column.Kind)}.");
            }
        }

        var sort = query.One("sort") ?? listing.Key;
        var (descending, name) = (sort.StartsWith('-'), sort.TrimStart('-'));
        if (!listing.Orders.Contains(name, StringComparer.Ordinal))
        {
            query.Refuse("sort", $"'{sort}' is none of {string.Join(", ", listing.Orders)}, with a '-' for the greatest first.");
            name = listing.Key;
        }

        var limit = query.Number("limit", 1, mostRows, Math.Min(UsualRows, mostRows));
        var request = new ListRequest(listing, Shown(listing, query), period, filters, listing.Find(name), descending, limit, After: null);
        return request.WithCursor(query);
    }

    /// <summary>The same for every page of one question.</summary>
    public string Fingerprint() => ListCursor.FingerprintOf(string.Join('\n', [
        Listing.Name, Order.Name, Descending.ToString(), Moment(Period.From), Moment(Period.To),
        .. Filters.OrderBy(f => f.Key.Name, StringComparer.Ordinal).Select(f => $"{f.Key.Name}={string.Join('\t', f.Value)}"),
    ]));

    /// <summary>The same for every export of one question: what is asked and which columns are shown.</summary>
    public string Whole() => $"{Fingerprint()}\n{string.Join(',', Columns.Select(c => c.Name))}";

    private ListRequest WithCursor(QueryReader query)
    {
        if (query.One("cursor") is { } text && !query.HasProblems)
        {
            if (ListCursor.TryParse(text, Fingerprint(), Order, Listing.Find(Listing.Key)) is { } cursor)
            {
                query.Finish();
                return this with { After = cursor };
            }

            query.Refuse("cursor", FinanceErrors.CursorInvalid, "It is not the cursor of a page of this question; begin without one.");
        }

        query.Finish();
        return this;
    }

    private static IReadOnlyList<Column> Shown(Listing listing, QueryReader query)
    {
        if (query.One("columns") is not { Length: > 0 } text)
        {
            return listing.Columns;
        }

        var columns = new List<Column>();
        foreach (var name in text.Split(',').Distinct(StringComparer.Ordinal))
        {
            if (listing.Columns.FirstOrDefault(c => c.Name == name) is { } column)
            {
                columns.Add(column);
            }
            else
            {
                query.Refuse("columns", $"'{name}' is none of {string.Join(", ", listing.Columns.Select(c => c.Name))}.");
            }
        }

        return columns;
    }

    private static bool Fits(Column column, string value) => column.Kind switch
    {
        CellKind.Flag => value is "true" or "false",
        CellKind.Number => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        _ => true,
    };

    private static string Word(CellKind kind) => kind == CellKind.Flag ? "true or false" : "number";

    private static string Moment(DateTimeOffset? time) => time?.ToString("o", CultureInfo.InvariantCulture) ?? "";
}
