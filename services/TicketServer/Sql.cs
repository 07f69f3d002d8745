using Npgsql;
using NpgsqlTypes;
using TicketFlow.Hosting;

namespace TicketFlow.TicketServer;

/// <summary>Small words for set-based SQL: one array parameter per column.</summary>
internal static class Sql
{
    /// <summary>Reads an embedded script, named by its folder and file.</summary>
    public static string Embedded(string name) => EmbeddedScript.Read(typeof(Sql).Assembly, name);

    public static NpgsqlBatchCommand Command(string sql) => new(sql);

    public static void Add(this NpgsqlBatchCommand command, IEnumerable<string?> column) =>
        Add(command, column.ToArray(), NpgsqlDbType.Text);

    public static void Add(this NpgsqlBatchCommand command, IEnumerable<long> column) =>
        Add(command, column.ToArray(), NpgsqlDbType.Bigint);

    public static void Add(this NpgsqlBatchCommand command, IEnumerable<long?> column) =>
        Add(command, column.ToArray(), NpgsqlDbType.Bigint);

    public static void Add(this NpgsqlBatchCommand command, IEnumerable<decimal> column) =>
        Add(command, column.ToArray(), NpgsqlDbType.Numeric);

    public static void Add(this NpgsqlBatchCommand command, IEnumerable<decimal?> column) =>
        Add(command, column.ToArray(), NpgsqlDbType.Numeric);

    public static void Add(this NpgsqlBatchCommand command, IEnumerable<int> column) =>
        Add(command, column.ToArray(), NpgsqlDbType.Integer);

    public static void Add(this NpgsqlBatchCommand command, IEnumerable<int?> column) =>
        Add(command, column.ToArray(), NpgsqlDbType.Integer);

    public static void Add(this NpgsqlBatchCommand command, IEnumerable<bool?> column) =>
        Add(command, column.ToArray(), NpgsqlDbType.Boolean);

    public static void Add(this NpgsqlBatchCommand command, IEnumerable<DateTime?> column) =>
        Add(command, column.ToArray(), NpgsqlDbType.TimestampTz);

    private static void Add(NpgsqlBatchCommand command, object array, NpgsqlDbType type) =>
        command.Parameters.Add(new NpgsqlParameter { Value = array, NpgsqlDbType = NpgsqlDbType.Array | type });
}
