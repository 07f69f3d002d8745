using Npgsql;
using NpgsqlTypes;
using TicketFlow.Hosting;

namespace TicketFlow.Reporting;

/// <summary>Small words for set-based SQL: one array parameter per column.</summary>
internal static class Sql
{
    /// <summary>Reads an embedded script, named by its folder and file.</summary>
    public static string Embedded(string name) => EmbeddedScript.Read(typeof(Sql).Assembly, name);

    public static NpgsqlBatchCommand Column<TRow, T>(
        this NpgsqlBatchCommand command, IReadOnlyList<TRow> rows, Func<TRow, T> cell, NpgsqlDbType type)
    {
        var column = new T[rows.Count];
        for (var i = 0; i < column.Length; i++)
        {
            column[i] = cell(rows[i]);
        }

        command.Parameters.Add(new NpgsqlParameter { Value = column, NpgsqlDbType = NpgsqlDbType.Array | type });
        return command;
    }

    public static NpgsqlBatchCommand Texts<TRow>(this NpgsqlBatchCommand command, IReadOnlyList<TRow> rows, Func<TRow, string?> cell) =>
        command.Column(rows, cell, NpgsqlDbType.Text);

    public static NpgsqlBatchCommand Longs<TRow>(this NpgsqlBatchCommand command, IReadOnlyList<TRow> rows, Func<TRow, long?> cell) =>
        command.Column(rows, cell, NpgsqlDbType.Bigint);

    public static NpgsqlBatchCommand Ints<TRow>(this NpgsqlBatchCommand command, IReadOnlyList<TRow> rows, Func<TRow, int?> cell) =>
        command.Column(rows, cell, NpgsqlDbType.Integer);

    public static NpgsqlBatchCommand Flags<TRow>(this NpgsqlBatchCommand command, IReadOnlyList<TRow> rows, Func<TRow, bool?> cell) =>
        command.Column(rows, cell, NpgsqlDbType.Boolean);

    public static NpgsqlBatchCommand Moments<TRow>(
        this NpgsqlBatchCommand command, IReadOnlyList<TRow> rows, Func<TRow, DateTimeOffset?> cell) =>
        command.Column(rows, row => cell(row)?.UtcDateTime, NpgsqlDbType.TimestampTz);
}
