using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using TicketFlow.Agent.Jobs;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Broker;

/// <summary>One channel from its opening to its end. Whatever was not confirmed then goes back to the queue.</summary>
internal sealed class BrokerSession : IAsyncDisposable
{
    private const int MostInFlight = 256;
    private const ushort Prefetch = 200;
    private static readonly TimeSpan AckWithin = TimeSpan.FromMilliseconds(250);

    private readonly string _agent;
    private readonly string _routingKey;
    private readonly IChannel _channel;
    private readonly OutgoingQueue _outgoing;
    private readonly IncomingMessages _incoming;
    private readonly TimeProvider _clock;
    private readonly PublishWindow _window = new(MostInFlight);
    private readonly AckBuffer _acks;
    private readonly Dictionary<string, BasicProperties> _properties = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ended = new();
    private ShutdownEventArgs? _reason;

    private BrokerSession(string agent, IChannel channel, OutgoingQueue outgoing, IncomingMessages incoming, TimeProvider clock)
    {
        (_agent, _channel, _outgoing, _incoming, _clock) = (agent, channel, outgoing, incoming, clock);
        _routingKey = AgentTopology.RoutingKeyOf(agent);
        _acks = new AckBuffer(channel);
        channel.BasicAcksAsync += (_, e) => Confirm(e.DeliveryTag, e.Multiple);
        channel.BasicNacksAsync += (_, e) => PutBack(e.DeliveryTag, e.Multiple);
        channel.ChannelShutdownAsync += (_, e) => EndAsync(e);
    }

    /// <summary>Why the broker closed the channel; null while it is open.</summary>
    public ShutdownEventArgs? Reason => _reason;

    public static async Task<BrokerSession> OpenAsync(
        IConnection connection, string agent, OutgoingQueue outgoing, IncomingMessages incoming, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        // Tracking would add a header to every message; the window counts by itself.
        var options = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false);
        var channel = await connection.CreateChannelAsync(options, cancellationToken);
        return new BrokerSession(agent, channel, outgoing, incoming, clock);
    }

    /// <exception cref="RabbitMQ.Client.Exceptions.OperationInterruptedException">404: the personal queue is not there (yet). 403: it
    /// may not be read, or another agent reads it: each takes it for itself alone, so that two with one identity cannot share the messages.
    /// </exception>
    public async Task ConsumeAsync(CancellationToken cancellationToken)
    {
        await _channel.BasicQosAsync(0, Prefetch, global: false, cancellationToken);
        var consumer = new AsyncEventingBasicConsumer(_channel);
        consumer.ReceivedAsync += ReceiveAsync;
        consumer.UnregisteredAsync += (_, _) => _ended.CancelAsync();
        await _channel.BasicConsumeAsync(
            AgentTopology.QueueOf(_agent), autoAck: false, consumerTag: "", noLocal: false, exclusive: true, arguments: null, consumer,
            cancellationToken);
    }

    /// <summary>Publishes what is posted until the channel ends, the idle rule says so, or the caller does.</summary>
    public async Task RunAsync(Func<bool> mayLetGo, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token, cancellationToken);
        var acknowledging = AcknowledgeAsync(mayLetGo, either);
        try
        {
            while (await _outgoing.WaitAsync(either.Token))
            {
                await PublishPostedAsync(either.Token);
                await _acks.FlushAsync(either.Token);
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The end, whoever asked for it.
        }
        finally
        {
            await either.CancelAsync();
            await acknowledging;
        }
    }

    /// <summary>Sends one message of the agent itself and waits until the broker has it.</summary>
    public async Task PublishNowAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var confirmed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await PublishAsync(message with { Delivered = confirmed.SetResult }, cancellationToken);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token, cancellationToken);
        await confirmed.Task.WaitAsync(either.Token);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _channel.DisposeAsync();
        }
        catch (Exception e) when (e is RabbitMQ.Client.Exceptions.RabbitMQClientException or IOException or ObjectDisposedException)
        {
            // Closed by the other side already.
        }

        _outgoing.PutBack(_window.Rest());

        _ended.Dispose();
        _window.Dispose();
    }

    private async Task PublishPostedAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _window.WaitForRoomAsync(cancellationToken);
            if (!_outgoing.TryTake(out var message))
            {
                _window.GiveRoomBack();
                return;
            }

            await PublishAddedAsync(message, cancellationToken);
        }
    }

    private async Task PublishAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        await _window.WaitForRoomAsync(cancellationToken);
        await PublishAddedAsync(message, cancellationToken);
    }

    private async Task PublishAddedAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        _window.Add(message);
        await _channel.BasicPublishAsync(
            AgentTopology.InExchange, _routingKey, mandatory: false, PropertiesOf(message.Type), message.Body, cancellationToken);
    }

    private BasicProperties PropertiesOf(string type)
    {
        if (!_properties.TryGetValue(type, out var properties))
        {
            properties = new BasicProperties { Type = type, UserId = _agent, DeliveryMode = DeliveryModes.Persistent };
            _properties[type] = properties;
        }

        return properties;
    }

    private async Task ReceiveAsync(object sender, BasicDeliverEventArgs delivery)
    {
        _incoming.Handle(delivery.BasicProperties.Type, delivery.Body.Span);
        if (_acks.Handled(delivery.DeliveryTag))
        {
            await _acks.FlushAsync(delivery.CancellationToken);
        }
    }

    private async Task AcknowledgeAsync(Func<bool> mayLetGo, CancellationTokenSource either)
    {
        using var beat = new PeriodicTimer(AckWithin, _clock);
        try
        {
            while (await beat.WaitForNextTickAsync(either.Token))
            {
                await _acks.FlushAsync(either.Token);
                if (mayLetGo())
                {
                    await either.CancelAsync();
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or RabbitMQ.Client.Exceptions.RabbitMQClientException)
        {
            // The session ends, which its publishing side reports.
        }
    }

    private Task Confirm(ulong tag, bool multiple)
    {
        foreach (var message in _window.Settle(tag, multiple))
        {
            _outgoing.Confirmed(message);
        }

        return Task.CompletedTask;
    }

    private Task PutBack(ulong tag, bool multiple)
    {
        // The broker could not take them (a queue's limit, a quorum lost): as good as not sent.
        foreach (var message in _window.Settle(tag, multiple))
        {
            _outgoing.Refused(message);
        }

        return Task.CompletedTask;
    }

    private async Task EndAsync(ShutdownEventArgs reason)
    {
        _reason = reason;
        await _ended.CancelAsync();
    }
}
