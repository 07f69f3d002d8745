using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using TicketFlow.Contracts.Health;
using TicketFlow.Messaging;
using TicketFlow.Messaging.Outgoing;

namespace TicketFlow.PrinterMonitor.Changes;

/// <summary>A message to <see cref="HealthTopology.Exchange"/>.</summary>
internal sealed record HealthLetter(string Type, string RoutingKey, byte[] Body, bool Persistent);

/// <summary>
/// Publishes to the exchange of health, confirmed: the caller knows that a message is safe, and mandatory: one that reaches no queue is a
/// failure.
/// Opens its connection when it is needed, and again when it broke.
/// </summary>
internal sealed class BrokerVoice(BrokerAddress broker, ILogger<BrokerVoice> log) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _one = new(1);
    private IAsyncEnumerator<IConnection>? _connections;
    private IChannel? _channel;

    /// <summary>Whether the connection stands.</summary>
    public bool IsOpen => _channel is { IsOpen: true };

    /// <summary>Waits until the broker is there.</summary>
    public Task OpenedAsync(CancellationToken cancellation) => PublishAsync([], cancellation);

    /// <summary>Publishes all and waits for the confirms.</summary>
    public async Task PublishAsync(IReadOnlyList<HealthLetter> letters, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _stopping.Token);
        await _one.WaitAsync(either.Token);
        try
        {
            var channel = await OpenAsync(either.Token);
            await Task.WhenAll(letters.Select(letter => PublishAsync(channel, letter, either.Token)));
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _one.WaitAsync(CancellationToken.None);
        if (_connections is not null)
        {
            await _connections.DisposeAsync();
        }

        _stopping.Dispose();
        _one.Dispose();
    }

    private Task PublishAsync(IChannel channel, HealthLetter letter, CancellationToken cancellation)
    {
        var properties = new BasicProperties
        {
            Type = letter.Type,
            UserId = broker.User,
            DeliveryMode = letter.Persistent ? DeliveryModes.Persistent : DeliveryModes.Transient,
        };
        return channel.BasicPublishAsync(
            HealthTopology.Exchange, letter.RoutingKey, mandatory: true, properties, letter.Body, cancellation).AsTask();
    }

    private async Task<IChannel> OpenAsync(CancellationToken cancellation)
    {
        if (_channel is { IsOpen: true } open)
        {
            return open;
        }

        _connections ??= PatientConnection.KeepOpenAsync(broker, "monitor-health", log, _stopping.Token)
            .GetAsyncEnumerator(_stopping.Token);
        await _connections.MoveNextAsync();
        _channel = await _connections.Current.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellation);
        return _channel;
    }
}
