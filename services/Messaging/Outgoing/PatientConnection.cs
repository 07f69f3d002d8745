using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using RabbitMQ.Client;

namespace TicketFlow.Messaging.Outgoing;

/// <summary>Opens a connection again and again, as long as the process lives; the broker may be away for hours.</summary>
public static class PatientConnection
{
    /// <summary>
    /// Yields an open connection; the caller uses it until it breaks and asks for the next. Waits between tries grow from 0.1 to 5 seconds.
    /// </summary>
    public static async IAsyncEnumerable<IConnection> KeepOpenAsync(
        BrokerAddress broker, string name, ILogger log, [EnumeratorCancellation] CancellationToken stopping)
    {
        var factory = broker.ToConnectionFactory(name);
        factory.AutomaticRecoveryEnabled = false;
        var patience = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<Exception>(e => e is not OperationCanceledException),
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(100),
            MaxDelay = TimeSpan.FromSeconds(5),
            UseJitter = true,
            OnRetry = retry =>
            {
                PostLog.BrokerAway(log, broker.ToString(), retry.Outcome.Exception?.Message ?? "");
                return ValueTask.CompletedTask;
            },
        }).Build();

        while (!stopping.IsCancellationRequested)
        {
            await using var connection = await patience.ExecuteAsync(
                async token => await factory.CreateConnectionAsync(token), stopping);
            yield return connection;
        }
    }
}
