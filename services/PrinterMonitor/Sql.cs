using Npgsql;
using NpgsqlTypes;
using TicketFlow.Hosting;

namespace TicketFlow.PrinterMonitor;

/// <summary>Small words for set-based SQL: one array parameter per column.</summary>
internal static class Sql
{
    /// <summary>Reads an embedded script, named by its folder and file.</summary>
    public static string Embedded(string name) => EmbeddedScript.Read(typeof(Sql).Assembly, name);

    public static NpgsqlBatchCommand Command(string sql) => new(sql);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, object? value, NpgsqlDbType type)
    {
        command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        return command;
    }

    public static NpgsqlBatchCommand Column<T>(this NpgsqlBatchCommand command, IEnumerable<T> column, NpgsqlDbType type) =>
        command.With(column.ToArray(), NpgsqlDbType.Array | type);

    public static NpgsqlCommand With(this NpgsqlCommand command, object? value, NpgsqlDbType type)
    {
        command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        return command;
    }
}
