using System.Globalization;
using CsvHelper;
using Npgsql;

namespace TicketFlow.Reporting.Api.Lists;

/// <summary>
/// Rows as CSV (RFC 4180), from the database's connection to the caller's with one small buffer in between, however many there are: the
/// next rows are read when the caller has taken the ones before. What a spreadsheet would take for a formula is made text by an apostrophe.
/// </summary>
internal sealed class CsvStream(Stream body)
{
    /// <summary>Bytes that are held at most, and one row.</summary>
    public const int Held = 32 * 1024;

    private static readonly CsvWriterOptions Form = CsvWriterOptions.Default with
    {
        NewLine = "\r\n",
        Injection = CsvInjection.Escape,
        FormatProvider = CultureInfo.InvariantCulture,
        TrueValue = "true",
        FalseValue = "false",
        WriteByteOrderMark = false,
        BufferSize = Held,
    };

    /// <summary>Rows read so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Writes a heading and all rows.</summary>
    public async Task WriteAsync(IReadOnlyList<Column> columns, NpgsqlDataReader reader, CancellationToken cancellation)
    {
        await using var csv = CsvWriter.Create(body, Form, leaveOpen: true);
        foreach (var column in columns)
        {
            csv.WriteField(column.Name);
        }

        await csv.EndRecordAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            Row(csv, reader, columns);
            Rows++;
            // Waits when the buffer is full, until the caller has taken it.
            await csv.EndRecordAsync(cancellation);
        }

        await csv.FlushAsync(cancellation);
    }

    private static void Row(CsvWriter csv, NpgsqlDataReader reader, IReadOnlyList<Column> columns)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (reader.IsDBNull(i))
            {
                csv.WriteField("");
            }
            else
            {
                Cell(csv, reader, i, columns[i].Kind);
            }
        }
    }

    private static void Cell(CsvWriter csv, NpgsqlDataReader reader, int index, CellKind kind)
    {
        switch (kind)
        {
            case CellKind.Number:
                csv.WriteField(Convert.ToInt64(reader.GetValue(index), CultureInfo.InvariantCulture), "0");
                break;
            case CellKind.Decimal:
                csv.WriteField(reader.GetDecimal(index), "");
                break;
            case CellKind.Flag:
                csv.WriteField(reader.GetBoolean(index));
                break;
            case CellKind.Time:
                csv.WriteField(reader.GetDateTime(index), "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
                break;
            case CellKind.Texts:
                csv.WriteField(string.Join(';', reader.GetFieldValue<string[]>(index)));
                break;
            default:
                csv.WriteField(reader.GetString(index));
                break;
        }
    }
}
