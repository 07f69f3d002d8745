using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TicketFlow.Reporting.Api.Lists;

namespace TicketFlow.Reporting.Api.Views;

/// <summary>A view for BI tools.</summary>
/// <param name="Body">The query behind it; null: the listing's view.</param>
internal sealed record BiView(string Name, Listing Listing, string? Body = null);

/// <summary>
/// The views for BI tools: the lists of the API under the names of SQL, each column with a comment, for a role that may read nothing else.
/// docs/bi.md is written from here.
/// </summary>
internal static class BiSchema
{
    /// <summary>The role BI tools connect as; an administrator makes it and gives it a password.</summary>
    public const string Role = "ticketflow_bi";

    /// <summary>Lets the role in, when it is there.</summary>
    public const string Rights = $"""
        do $$ begin
          if exists (select from pg_roles where rolname = '{Role}') then
            grant usage on schema bi to {Role};
            grant select on all tables in schema bi to {Role};
          end if;
        end $$;
        """;

    public static IReadOnlyList<BiView> All { get; } =
        [.. Listings.All.Select(listing => new BiView(listing.Name.Split('/')[^1], listing)), BiInvoices.Invoices, BiInvoices.Lines];

    /// <summary>Stands as a comment at each view: other code makes them anew.</summary>
    public static string Mark { get; } = "TicketFlow " + Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', All.Select(Definition)))))[..12];

    /// <summary>Makes the named views, comments and rights.</summary>
    public static string Script(IReadOnlyCollection<string> names)
    {
        var sql = new StringBuilder("create schema if not exists bi;\n");
        foreach (var view in All.Where(v => names.Contains(v.Name)))
        {
            sql.Append(CultureInfo.InvariantCulture, $"drop view if exists bi.{view.Name};\n").Append(Definition(view))
                .Append(CultureInfo.InvariantCulture, $"comment on view bi.{view.Name} is '{Mark}';\n");
        }

        return sql.Append(Rights).ToString();
    }

    /// <summary>docs/bi.md, the part with the columns.</summary>
    public static string Document()
    {
        var text = new StringBuilder();
        foreach (var view in All)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## bi.{view.Name}\n\n{view.Listing.Text}\n\n")
                .Append("| column | type | what |\n| --- | --- | --- |\n");
            foreach (var column in view.Listing.Columns)
            {
                text.Append(CultureInfo.InvariantCulture, $"| `{column.Sql}` | {TypeOf(column.Kind)} | {column.Text} |\n");
            }
        }

        return text.ToString();
    }

    private static string Definition(BiView view)
    {
        var sql = new StringBuilder().Append(
            CultureInfo.InvariantCulture,
            $"create view bi.{view.Name} as select {string.Join(", ", view.Listing.Columns.Select(c => c.Sql))} from {From(view)};\n");
        foreach (var column in view.Listing.Columns)
        {
            var text = column.Text.Replace("'", "''", StringComparison.Ordinal);
            sql.Append(CultureInfo.InvariantCulture, $"comment on column bi.{view.Name}.{column.Sql} is '{text}';\n");
        }

        return sql.ToString();
    }

    /// <summary>What a view selects from.</summary>
    internal static string From(BiView view) => view.Body is { } body ? $"({body}) as body" : view.Listing.View;

    private static string TypeOf(CellKind kind) => kind switch
    {
        CellKind.Number => "integer",
        CellKind.Decimal => "numeric",
        CellKind.Flag => "boolean",
        CellKind.Time => "timestamptz",
        CellKind.Texts => "text[]",
        CellKind.Json => "jsonb",
        _ => "text",
    };
}
