using System.Text.Json;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using TicketFlow.Contracts.Agents;
using TicketFlow.Messaging.Wire;

namespace TicketFlow.Messaging.Outgoing;

/// <summary>
/// Publishes due deadlines as messages into the stream of requests, under the agent's own key, so that they arrive in the same partition and in
/// order with what the agent sends. Confirmed by the broker: a deadline is only marked as fired when its message is safe.
/// </summary>
public sealed class TimeoutPublisher(BrokerAddress broker, ILogger<TimeoutPublisher> log) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private IAsyncEnumerator<IConnection>? _connections;
    private IChannel? _channel;

    /// <summary>Publishes and waits for the broker's confirms. Not for concurrent use.</summary>
    public async Task PublishAsync(IReadOnlyList<DeadlineExpired> due, CancellationToken cancellation)
    {
        var channel = await OpenAsync(cancellation);
        var properties = new BasicProperties { Type = DeadlineExpired.MessageType, UserId = broker.User, DeliveryMode = DeliveryModes.Persistent };
        var confirms = new List<Task>(due.Count);
        foreach (var expired in due)
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(expired, InternalJson.Default.DeadlineExpired);
            confirms.Add(channel.BasicPublishAsync(
                AgentTopology.InExchange, AgentTopology.RoutingKeyOf(expired.Agent), mandatory: true, properties, body, cancellation).AsTask());
        }

        await Task.WhenAll(confirms);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_connections is not null)
        {
            await _connections.DisposeAsync();
        }

        _stopping.Dispose();
    }

    private async Task<IChannel> OpenAsync(CancellationToken cancellation)
    {
        if (_channel is { IsOpen: true } open)
        {
            return open;
        }

        _connections ??= PatientConnection.KeepOpenAsync(broker, "ticket-server-deadlines", log, _stopping.Token)
            .GetAsyncEnumerator(_stopping.Token);
        cancellation.ThrowIfCancellationRequested();
        await _connections.MoveNextAsync();
        _channel = await _connections.Current.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellation);
        return _channel;
    }
}
