using System.Globalization;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace TicketFlow.Reporting.Api.Lists;

/// <summary>
/// The statement for a question. Every name in it comes from <see cref="Listings"/>, every value is a parameter. Pages go on behind a value
/// and a key instead of counting rows, so that the hundredth page costs what the first does.
/// </summary>
internal static class ListSql
{
    /// <summary>The shown columns, then the order's value and the key.</summary>
    /// <param name="whole">An export: all rows from the first.</param>
    public static NpgsqlCommand Command(ListRequest request, bool whole)
    {
        var command = new NpgsqlCommand();
        var (key, order) = (request.Listing.Find(request.Listing.Key), Sortable(request.Order));
        var sql = new StringBuilder("select ").AppendJoin(", ", request.Columns.Select(c => c.Sql))
            .Append(CultureInfo.InvariantCulture, $", {order}, {key.Sql} from {request.Listing.View} where true");
        AddPeriod(sql, command, request);
        foreach (var (column, values) in request.Filters)
        {
            AddFilter(sql, command, column, values);
        }

        var direction = request.Descending ? "desc" : "asc";
        if (!whole && request.After is { } after)
        {
            var (value, last) = (Add(command, after.Value), Add(command, after.Key));
            sql.Append(CultureInfo.InvariantCulture, $" and ({order}, {key.Sql}) {(request.Descending ? '<' : '>')} ({value}, {last})");
        }

        sql.Append(CultureInfo.InvariantCulture, $" order by {order} {direction}, {key.Sql} {direction}");
        if (!whole)
        {
            // One more tells whether there is another page.
            sql.Append(CultureInfo.InvariantCulture, $" limit {request.Limit + 1}");
        }

        command.CommandText = sql.ToString();
        return command;
    }

    /// <summary>Nothing comes first, so that rows can be compared without exceptions for nothing.</summary>
    private static string Sortable(Column column) => column.Kind switch
    {
        _ when column.Sql is "sequence" or "at" or "job_id" or "name" or "opened_at" or "from_at" => column.Sql,
        CellKind.Number or CellKind.Decimal => $"coalesce({column.Sql}, -1)",
        CellKind.Time => $"coalesce({column.Sql}, '0001-01-01 00:00:00+00')",
        _ => $"coalesce({column.Sql}, '')",
    };

    private static void AddPeriod(StringBuilder sql, NpgsqlCommand command, ListRequest request)
    {
        if (request.Listing.Time is not { } name)
        {
            return;
        }

        var column = request.Listing.Find(name).Sql;
        if (request.Period.From is { } from)
        {
            sql.Append(CultureInfo.InvariantCulture, $" and {column} >= {Add(command, from.UtcDateTime)}");
        }

        if (request.Period.To is { } to)
        {
            sql.Append(CultureInfo.InvariantCulture, $" and {column} < {Add(command, to.UtcDateTime)}");
        }
    }

    private static void AddFilter(StringBuilder sql, NpgsqlCommand command, Column column, IReadOnlyList<string> values)
    {
        var some = values.Where(v => v.Length > 0).ToArray();
        var terms = new List<string>();
        if (some.Length > 0)
        {
            terms.Add($"{column.Sql} = any({AddMany(command, column, some)})");
        }

        if (some.Length < values.Count)
        {
            terms.Add($"{column.Sql} is null");
        }

        sql.Append(CultureInfo.InvariantCulture, $" and ({string.Join(" or ", terms)})");
    }

    private static string AddMany(NpgsqlCommand command, Column column, string[] values)
    {
        command.Parameters.Add(column.Kind switch
        {
            CellKind.Flag => new NpgsqlParameter { Value = values.Select(v => v == "true").ToArray() },
            CellKind.Number => new NpgsqlParameter { Value = values.Select(v => int.Parse(v, CultureInfo.InvariantCulture)).ToArray() },
            _ => new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
        });
        return "$" + command.Parameters.Count.ToString(CultureInfo.InvariantCulture);
    }

    private static string Add(NpgsqlCommand command, object value)
    {
        command.Parameters.Add(new NpgsqlParameter { Value = value });
        return "$" + command.Parameters.Count.ToString(CultureInfo.InvariantCulture);
    }
}
