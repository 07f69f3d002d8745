using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace TicketFlow.Printing.Tests.Conformance;

/// <summary>The far end of one mechanism: a real listener that speaks its protocol and misbehaves as told.</summary>
internal abstract class ConformancePeer : IAsyncDisposable
{
    private const int SmallBuffer = 16 * 1024;
    private readonly ConcurrentQueue<Received> _documents = new();
    private readonly LoopbackServer _server;
    private int _open;
    private long _documentBytes;

    protected ConformancePeer(PeerBehaviour behaviour)
    {
        Behaviour = behaviour;
        _server = new LoopbackServer(
            ServeAsync, receiveBuffer: behaviour.Slow || behaviour.StopAfter is not null ? SmallBuffer : null);
    }

    public int Port => _server.Port;

    /// <summary>What the mechanism under test calls this peer.</summary>
    public abstract string Address { get; }

    public IReadOnlyList<Received> Documents => [.. _documents];

    /// <summary>Bytes of documents received so far, of whole and broken ones.</summary>
    public long DocumentBytes => Interlocked.Read(ref _documentBytes);

    public int OpenConnections => Volatile.Read(ref _open);

    /// <summary>The step at which it falls silent for ever; null for none.</summary>
    public string? HoldAt { get; set; }

    /// <summary>The how many-th time it falls silent there; the times before it goes on.</summary>
    public int HoldAtTime { get; init; } = 1;

    /// <summary>Whether it stands where it was told to stand.</summary>
    public bool IsHeld => Steps.Count(step => step == HoldAt) >= HoldAtTime;

    /// <summary>Steps of conversations that were reached, in order.</summary>
    public ConcurrentQueue<string> Steps { get; } = new();

    protected PeerBehaviour Behaviour { get; }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>One conversation; an <see cref="IOException"/> ends it.</summary>
    protected abstract Task ServeAsync(PeerStream stream, CancellationToken cancellationToken);

    /// <summary>What lies on the connection.</summary>
    protected virtual Task<Stream> OpenAsync(Socket socket) => Task.FromResult<Stream>(new NetworkStream(socket, ownsSocket: false));

    protected async Task StepAsync(string step, CancellationToken cancellationToken)
    {
        Steps.Enqueue(step);
        if (HoldAt == step && IsHeld)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    protected void Keep(Received document) => _documents.Enqueue(document);

    /// <summary>Takes the document from <paramref name="read"/>, which gives 0 at its end.</summary>
    /// <returns>The document, or null when the conversation is to be ended.</returns>
    protected async Task<Received?> TakeDocumentAsync(
        PeerStream stream, Func<Memory<byte>, CancellationToken, ValueTask<int>> read, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 * 1024];
        var taken = 0L;
        while (true)
        {
            if (taken >= Behaviour.StopAfter)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            if (taken >= Behaviour.ResetAfter || taken >= Behaviour.CloseAfter)
            {
                stream.End(reset: Behaviour.ResetAfter is not null);
                return null;
            }

            // Not one byte more than told: what is not read, the sender must not believe to be there.
            var limit = Behaviour.ResetAfter ?? Behaviour.CloseAfter ?? Behaviour.StopAfter ?? long.MaxValue;
            var wanted = Math.Min(buffer.Length, limit - taken);
            var count = await read(buffer.AsMemory(0, (int)wanted), cancellationToken);
            if (count == 0)
            {
                return new Received(taken, Convert.ToHexString(hash.GetHashAndReset()));
            }

            hash.AppendData(buffer, 0, count);
            taken += count;
            Interlocked.Add(ref _documentBytes, count);
            if (taken == count)
            {
                await StepAsync("document", cancellationToken);
            }

            if (Behaviour.Slow)
            {
                await Task.Delay(1, cancellationToken);
            }
        }
    }

    private async Task ServeAsync(Socket socket, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _open);
        try
        {
            await ServeAsync(new PeerStream(socket, await OpenAsync(socket)), cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
