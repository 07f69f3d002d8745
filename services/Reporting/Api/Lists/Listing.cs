namespace TicketFlow.Reporting.Api.Lists;

/// <summary>What stands in a column.</summary>
internal enum CellKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A decimal number: money, shares.</summary>
    Decimal,

    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>A moment, UTC.</summary>
    Time,

    /// <summary>Several texts.</summary>
    Texts,

    /// <summary>An object.</summary>
    Json,
}

/// <summary>A column of a list.</summary>
/// <param name="Name">In JSON, CSV and as a filter.</param>
/// <param name="Sql">The column of the view.</param>
/// <param name="Kind">What stands in it.</param>
/// <param name="Text">For people, one sentence.</param>
/// <param name="Filter">Whether <c>name=value</c> chooses rows.</param>
internal sealed record Column(string Name, string Sql, CellKind Kind, string Text, bool Filter = false);

/// <summary>A list that can be asked for.</summary>
/// <param name="Name">Its path.</param>
/// <param name="Text">For people.</param>
/// <param name="View">Where it comes from.</param>
/// <param name="Key">The column that tells rows apart, in ascending order of becoming.</param>
/// <param name="Time">The column a period is about; null: no period.</param>
/// <param name="Role">Who may ask.</param>
internal sealed record Listing(string Name, string Text, string View, string Key, string? Time, string Role, IReadOnlyList<Column> Columns)
{
    public Column Find(string name) => Columns.First(c => c.Name == name);

    /// <summary>What rows can be ordered by.</summary>
    public IEnumerable<string> Orders =>
        Columns.Where(c => c.Kind is not (CellKind.Texts or CellKind.Json or CellKind.Flag)).Select(c => c.Name);
}
