using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;

namespace TicketFlow.VirtualPrinter.Sink;

/// <summary>One line of <c>index.ndjson</c>.</summary>
/// <param name="At">When the last byte came (UTC).</param>
/// <param name="Printer">Name of the printer.</param>
/// <param name="Port">Its port.</param>
/// <param name="File">File in the directory, or null with --hash-only.</param>
/// <param name="Bytes">Bytes received.</param>
/// <param name="Sha256">Their hash, hexadecimal.</param>
/// <param name="Complete">Whether the sender ended the document in order.</param>
/// <param name="Id">Rest of a first line that begins with <c>%TF-ID: </c>.</param>
/// <param name="Ms">Milliseconds from the connection to the last byte.</param>
internal sealed record DocumentLine(
    [property: JsonPropertyName("at")] DateTimeOffset At,
    [property: JsonPropertyName("printer")] string Printer,
    [property: JsonPropertyName("port")] int Port,
    [property: JsonPropertyName("file")] string? File,
    [property: JsonPropertyName("bytes")] long Bytes,
    [property: JsonPropertyName("sha256")] string Sha256,
    [property: JsonPropertyName("complete")] bool Complete,
    [property: JsonPropertyName("id")] string? Id,
    [property: JsonPropertyName("ms")] double Ms);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DocumentLine))]
internal sealed partial class IndexJson : JsonSerializerContext;

/// <summary>Appends lines for many connections through one writer, so that a burst costs one write.</summary>
internal sealed class DocumentIndex : IAsyncDisposable
{
    private readonly Channel<(DocumentLine Line, TaskCompletionSource Written)> _lines =
        Channel.CreateUnbounded<(DocumentLine, TaskCompletionSource)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly FileStream _file;
    private readonly Task _writer;

    public DocumentIndex(string path)
    {
        _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 64 * 1024);
        _writer = WriteAsync();
    }

    /// <summary>Returns when the line is in the file.</summary>
    public Task AppendAsync(DocumentLine line)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _lines.Writer.TryWrite((line, written));
        return written.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writer;
        await _file.DisposeAsync();
    }

    private async Task WriteAsync()
    {
        var batch = new List<TaskCompletionSource>();
        while (await _lines.Reader.WaitToReadAsync())
        {
            while (_lines.Reader.TryRead(out var next))
            {
                _file.Write(JsonSerializer.SerializeToUtf8Bytes(next.Line, IndexJson.Default.DocumentLine));
                _file.Write("\n"u8);
                batch.Add(next.Written);
            }

            await _file.FlushAsync();
            batch.ForEach(written => written.TrySetResult());
            batch.Clear();
        }
    }
}
