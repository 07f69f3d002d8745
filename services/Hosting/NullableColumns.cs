using Npgsql;

namespace TicketFlow.Hosting;

/// <summary>Columns that may be null.</summary>
public static class NullableColumns
{
    /// <summary>A text, or null.</summary>
    public static string? GetText(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    /// <summary>An int, or null.</summary>
    public static int? GetInt(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt32(column);

    /// <summary>A bigint, or null.</summary>
    public static long? GetLong(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    /// <summary>A boolean, or null.</summary>
    public static bool? GetFlag(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetBoolean(column);

    /// <summary>A timestamptz as UTC, or null.</summary>
    public static DateTimeOffset? GetMoment(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : new DateTimeOffset(reader.GetDateTime(column), TimeSpan.Zero);
}
