using System.Text;
using System.Text.Json;

namespace TicketFlow.SystemUnderTest;

/// <summary>A document as a printer saw it; members as in the virtual printer's <c>index.ndjson</c>.</summary>
/// <param name="Ms">Milliseconds from the connection to the last byte.</param>
public sealed record PrintedDocument(
    DateTimeOffset At, string Printer, int Port, string? File, long Bytes, string Sha256, bool Complete, string? Id, double Ms = 0);

/// <summary>Follows the virtual printers' index: every look reads only what is new.</summary>
public sealed class PrinterIndex(string path)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly List<PrintedDocument> _documents = [];
    private long _read;

    /// <summary>Everything so far.</summary>
    public IReadOnlyList<PrintedDocument> Documents => _documents;

    /// <summary>Reads what is new, and returns everything so far.</summary>
    public IReadOnlyList<PrintedDocument> Look()
    {
        if (!File.Exists(path))
        {
            return _documents;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var fresh = new byte[file.Length - _read];
        file.Position = _read;
        file.ReadExactly(fresh);

        // The last line may still be in the writing.
        var whole = fresh.AsSpan(0, fresh.AsSpan().LastIndexOf((byte)'\n') + 1);
        _read += whole.Length;
        foreach (var line in Encoding.UTF8.GetString(whole).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            _documents.Add(JsonSerializer.Deserialize<PrintedDocument>(line, Json)!);
        }

        return _documents;
    }
}
