using System.Buffers;
using System.Globalization;
using System.Text.Json;
using CsvHelper;
using TicketFlow.Reporting.Api.Lists;

namespace TicketFlow.Reporting.Api.Figures;

/// <summary>A small table, whole in memory: figures, not rows of a log.</summary>
/// <param name="Columns">What stands in each place of a row.</param>
/// <param name="Rows">Texts, longs, decimals, doubles, days, or null.</param>
internal sealed record Sheet(IReadOnlyList<Column> Columns, IReadOnlyList<object?[]> Rows)
{
    private static readonly CsvWriterOptions Form = CsvWriterOptions.Default with
    {
        NewLine = "\r\n",
        Injection = CsvInjection.Escape,
        FormatProvider = CultureInfo.InvariantCulture,
        WriteByteOrderMark = false,
    };

    /// <summary><c>{…,"items":[{…}],"next":…}</c>.</summary>
    public ReadOnlyMemory<byte> ToJson(Action<Utf8JsonWriter> heading, string? next)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        heading(json);
        json.WriteStartArray("items");
        foreach (var row in Rows)
        {
            json.WriteStartObject();
            for (var i = 0; i < Columns.Count; i++)
            {
                json.WritePropertyName(Columns[i].Name);
                Write(json, row[i]);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("next", next);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    public ReadOnlyMemory<byte> ToCsv()
    {
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, Form, leaveOpen: true))
        {
            foreach (var column in Columns)
            {
                csv.WriteField(column.Name);
            }

            csv.EndRecord();
            foreach (var row in Rows)
            {
                foreach (var value in row)
                {
                    Write(csv, value);
                }

                csv.EndRecord();
            }
        }

        return bytes.ToArray();
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case decimal amount:
                json.WriteNumberValue(amount);
                break;
            case double share:
                json.WriteNumberValue(share);
                break;
            default:
                json.WriteStringValue((string)value);
                break;
        }
    }

    private static void Write(CsvWriter csv, object? value)
    {
        switch (value)
        {
            case long number:
                csv.WriteField(number, "0");
                break;
            case decimal amount:
                csv.WriteField(amount, "");
                break;
            case double share:
                csv.WriteField(share, "0.######");
                break;
            default:
                csv.WriteField((string?)value ?? "");
                break;
        }
    }
}
