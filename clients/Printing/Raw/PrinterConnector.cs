using System.Net.Sockets;
using Polly;
using Polly.Retry;

namespace TicketFlow.Printing.Raw;

/// <summary>Connects with a time limit for each try and a bounded number of tries (patent steps 6-7 and 6-8).</summary>
internal sealed class PrinterConnector
{
    private readonly TcpOptions _options;
    private readonly TimeProvider _clock;
    private readonly ResiliencePipeline<Socket> _retries;

    public PrinterConnector(TcpOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        var builder = new ResiliencePipelineBuilder<Socket> { TimeProvider = clock };
        if (options.ConnectTries > 1)
        {
            builder.AddRetry(new RetryStrategyOptions<Socket>
            {
                MaxRetryAttempts = options.ConnectTries - 1,
                Delay = options.WaitBetweenTries,
                BackoffType = DelayBackoffType.Constant,
                ShouldHandle = new PredicateBuilder<Socket>().Handle<SocketException>().Handle<TimeoutException>(),
            });
        }

        _retries = builder.Build();
    }

    /// <exception cref="SocketException">The last try failed.</exception>
    /// <exception cref="TimeoutException">The last try was not answered in time.</exception>
    public async Task<Socket> ConnectAsync(
        HostAndPort target, Action tryStarts, Action<Socket>? prepare, CancellationToken cancellationToken) =>
        await _retries.ExecuteAsync(
            static (state, token) =>
            {
                state.tryStarts();
                return state.self.TryOnceAsync(state.target, state.prepare, token);
            },
            (self: this, target, tryStarts, prepare),
            cancellationToken);

    private async ValueTask<Socket> TryOnceAsync(HostAndPort target, Action<Socket>? prepare, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var limit = new CancellationTokenSource(_options.ConnectTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            prepare?.Invoke(socket);
            await socket.ConnectAsync(target.ToEndPoint(), either.Token);
            return socket;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new TimeoutException("The printer did not answer in time.", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
