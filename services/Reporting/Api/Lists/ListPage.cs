using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Npgsql;

namespace TicketFlow.Reporting.Api.Lists;

/// <summary>A page of a list as JSON: <c>{"items":[…],"next":"…"}</c>; without next it was the last.</summary>
internal static class ListPage
{
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(
        NpgsqlDataSource database, ListRequest request, TimeSpan patience, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = ListSql.Command(request, whole: false);
        (command.Connection, command.CommandTimeout) = (connection, (int)Math.Ceiling(patience.TotalSeconds));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var buffer = new ArrayBufferWriter<byte>();
        await using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartArray("items");
        var (rows, last) = (0, default(ListCursor));
        var more = false;
        while (!more && await reader.ReadAsync(cancellation))
        {
            if (more = rows == request.Limit)
            {
                break;
            }

            last = Row(json, reader, request.Columns);
            rows++;
        }

        json.WriteEndArray();
        json.WriteString("next", more ? last!.Write(request.Fingerprint()) : null);
        json.WriteEndObject();
        await json.FlushAsync(cancellation);
        return buffer.WrittenMemory;
    }

    private static ListCursor Row(Utf8JsonWriter json, NpgsqlDataReader reader, IReadOnlyList<Column> columns)
    {
        json.WriteStartObject();
        for (var i = 0; i < columns.Count; i++)
        {
            json.WritePropertyName(columns[i].Name);
            Cell(json, reader, i, columns[i].Kind);
        }

        json.WriteEndObject();
        return new ListCursor(reader.GetValue(columns.Count), reader.GetValue(columns.Count + 1));
    }

    private static void Cell(Utf8JsonWriter json, NpgsqlDataReader reader, int index, CellKind kind)
    {
        if (reader.IsDBNull(index))
        {
            json.WriteNullValue();
            return;
        }

        switch (kind)
        {
            case CellKind.Number:
                json.WriteNumberValue(Convert.ToInt64(reader.GetValue(index), CultureInfo.InvariantCulture));
                break;
            case CellKind.Decimal:
                json.WriteNumberValue(reader.GetDecimal(index));
                break;
            case CellKind.Flag:
                json.WriteBooleanValue(reader.GetBoolean(index));
                break;
            case CellKind.Time:
                json.WriteStringValue(reader.GetDateTime(index));
                break;
            case CellKind.Texts:
                JsonSerializer.Serialize(json, reader.GetFieldValue<string[]>(index));
                break;
            case CellKind.Json:
                json.WriteRawValue(reader.GetString(index));
                break;
            default:
                json.WriteStringValue(reader.GetString(index));
                break;
        }
    }
}
