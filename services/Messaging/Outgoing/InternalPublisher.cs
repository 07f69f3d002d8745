using System.Text.Json;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using TicketFlow.Contracts.Agents;
using TicketFlow.Messaging.Wire;

namespace TicketFlow.Messaging.Outgoing;

/// <summary>An internal message, ready to go.</summary>
/// <param name="Agent">The job's agent: its key decides the partition.</param>
/// <param name="Type">AMQP <c>type</c>.</param>
/// <param name="Body">JSON.</param>
public sealed record InternalLetter(string Agent, string Type, byte[] Body)
{
    /// <summary>A timeout.</summary>
    public static InternalLetter Of(DeadlineExpired message) => new(
        message.Agent, DeadlineExpired.MessageType, JsonSerializer.SerializeToUtf8Bytes(message, InternalJson.Default.DeadlineExpired));

    /// <summary>A job as its agent has it.</summary>
    public static InternalLetter Of(HeldJobStated message) => new(
        message.Agent, HeldJobStated.MessageType, JsonSerializer.SerializeToUtf8Bytes(message, InternalJson.Default.HeldJobStated));

    /// <summary>An operator's order.</summary>
    public static InternalLetter Of(OperatorOrder message) => new(
        message.Agent, OperatorOrder.MessageType, JsonSerializer.SerializeToUtf8Bytes(message, InternalJson.Default.OperatorOrder));

    /// <summary>An operator's order about a lease.</summary>
    public static InternalLetter Of(LeaseOrder message) => new(
        message.Agent, LeaseOrder.MessageType, JsonSerializer.SerializeToUtf8Bytes(message, InternalJson.Default.LeaseOrder));
}

/// <summary>
/// Publishes the server's own messages into the stream of requests, under the key of the job's agent, so that they arrive in the same
/// partition and in order with what the agent sends. Confirmed by the broker: the caller knows that they are safe. One call at a time;
/// others wait.
/// </summary>
public sealed class InternalPublisher(BrokerAddress broker, ILogger<InternalPublisher> log) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _one = new(1);
    private IAsyncEnumerator<IConnection>? _connections;
    private IChannel? _channel;

    /// <summary>Publishes and waits for the broker's confirms.</summary>
    public async Task PublishAsync(IReadOnlyList<InternalLetter> letters, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            var channel = await OpenAsync(cancellation);
            var confirms = letters.Select(letter => PublishAsync(channel, letter, cancellation)).ToList();
            await Task.WhenAll(confirms);
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_connections is not null)
        {
            await _connections.DisposeAsync();
        }

        _stopping.Dispose();
        _one.Dispose();
    }

    private Task PublishAsync(IChannel channel, InternalLetter letter, CancellationToken cancellation)
    {
        var properties = new BasicProperties { Type = letter.Type, UserId = broker.User, DeliveryMode = DeliveryModes.Persistent };
        return channel.BasicPublishAsync(
            AgentTopology.InExchange, AgentTopology.RoutingKeyOf(letter.Agent), mandatory: true, properties, letter.Body,
            cancellation).AsTask();
    }

    private async Task<IChannel> OpenAsync(CancellationToken cancellation)
    {
        if (_channel is { IsOpen: true } open)
        {
            return open;
        }

        _connections ??= PatientConnection.KeepOpenAsync(broker, "internal-messages", log, _stopping.Token).GetAsyncEnumerator(
            _stopping.Token);
        cancellation.ThrowIfCancellationRequested();
        if (!await _connections.MoveNextAsync())
        {
            // It ended by a fault when it gave up the last connection: begin anew.
            _connections = null;
            throw new IOException("The connection to the broker could not be opened.");
        }

        _channel = await _connections.Current.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellation);
        return _channel;
    }
}
