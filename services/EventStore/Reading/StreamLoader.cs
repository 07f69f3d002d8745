using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;
using TicketFlow.EventStore.Events;

namespace TicketFlow.EventStore.Reading;

/// <summary>A stream as read for writing.</summary>
internal sealed record LoadedStream(long Version, bool IsArchived, IReadOnlyList<IEvent> Events);

/// <summary>
/// Coalesces the loads of concurrent callers into few queries: after a restart every stream is cold at once.
/// </summary>
internal sealed class StreamLoader : IAsyncDisposable
{
    private const int MaxKeys = 200;
    private const int Loaders = 2;

    private readonly EventReader _reader;
    private readonly Channel<Request> _requests = Channel.CreateUnbounded<Request>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task[] _loops;

    public StreamLoader(EventReader reader)
    {
        _reader = reader;
        _loops = [.. Enumerable.Range(0, Loaders).Select(_ => Task.Run(RunAsync, CancellationToken.None))];
    }

    public Task<LoadedStream> LoadAsync(string streamKey, CancellationToken cancellation)
    {
        var request = new Request(streamKey);
        return _requests.Writer.TryWrite(request)
            ? request.Completion.Task.WaitAsync(cancellation)
            : throw new ObjectDisposedException(nameof(DocumentStore));
    }

    public async ValueTask DisposeAsync()
    {
        _requests.Writer.TryComplete();
        await _stopping.CancelAsync();
        await Task.WhenAll(_loops);
        while (_requests.Reader.TryRead(out var request))
        {
            request.Completion.TrySetException(new ObjectDisposedException(nameof(DocumentStore)));
        }

        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        var batch = new Dictionary<string, List<Request>>(StringComparer.Ordinal);
        while (await _requests.Reader.WaitToReadAsync(CancellationToken.None))
        {
            batch.Clear();
            while (batch.Count < MaxKeys && _requests.Reader.TryRead(out var request))
            {
                (batch.TryGetValue(request.Key, out var same) ? same : batch[request.Key] = []).Add(request);
            }

            if (batch.Count > 0)
            {
                await ServeAsync(batch);
            }
        }
    }

    private async Task ServeAsync(Dictionary<string, List<Request>> batch)
    {
        var streams = batch.Keys.ToDictionary(key => key, _ => new Accumulator(), StringComparer.Ordinal);
        try
        {
            await QueryAsync([.. batch.Keys], streams, _stopping.Token);
        }
        catch (Exception exception)
        {
            // The callers own the failure: each sees it and decides.
            foreach (var request in batch.Values.SelectMany(r => r))
            {
                request.Completion.TrySetException(exception);
            }

            return;
        }

        foreach (var (key, requests) in batch)
        {
            foreach (var request in requests)
            {
                streams[key].Complete(request.Completion);
            }
        }
    }

    private async Task QueryAsync(string[] keys, Dictionary<string, Accumulator> streams, CancellationToken cancellation)
    {
        await using var batch = _reader.DataSource.CreateBatch();

        // Rows first: the events, read later, are then never older than the version.
        batch.BatchCommands.Add(Command(_reader.LockFreeRowsSql, keys));
        batch.BatchCommands.Add(Command(_reader.LoadManySql, keys));
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var stream = streams[reader.GetString(0)];
            (stream.Version, stream.IsArchived) = (reader.GetInt64(1), reader.GetBoolean(2));
        }

        await reader.NextResultAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            streams[reader.GetString(EventRows.StreamId)].Add(reader, _reader.Rows);
        }
    }

    private static NpgsqlBatchCommand Command(string sql, string[] keys) => new(sql)
    {
        Parameters = { new NpgsqlParameter<string[]> { TypedValue = keys, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar } },
    };

    private sealed record Request(string Key)
    {
        public TaskCompletionSource<LoadedStream> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Accumulator
    {
        private readonly List<IEvent> _events = [];
        private Exception? _fault;

        public long Version { get; set; }

        public bool IsArchived { get; set; }

        public void Add(NpgsqlDataReader reader, EventRows rows)
        {
            Version = reader.GetInt64(EventRows.Version);
            try
            {
                if (rows.Read(reader) is { } stored)
                {
                    _events.Add(stored);
                }
            }
            catch (Exception exception) when (
                exception is UnknownEventTypeException or System.Text.Json.JsonException or NotSupportedException)
            {
                // One unreadable stream must not fail the others of the query.
                _fault ??= exception;
            }
        }

        public void Complete(TaskCompletionSource<LoadedStream> completion)
        {
            if (_fault is { } fault)
            {
                completion.TrySetException(fault);
            }
            else
            {
                completion.TrySetResult(new LoadedStream(Version, IsArchived, IsArchived ? [] : _events));
            }
        }
    }
}
