using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using TicketFlow.Messaging;

namespace TicketFlow.Benchmarks;

/// <summary>Hears what goes through exchanges, beside whoever it is meant for.</summary>
internal sealed class BrokerTap : IAsyncDisposable
{
    private readonly IConnection _connection;

    private BrokerTap(IConnection connection, IChannel channel) => (_connection, Channel) = (connection, channel);

    /// <summary>For saying something too.</summary>
    public IChannel Channel { get; }

    /// <param name="broker">An account that may make queues.</param>
    /// <param name="exchanges">Topic exchanges.</param>
    /// <param name="hear">Called for one message after the other; the body is the client's own buffer.</param>
    /// <param name="cancellation">Ends the start.</param>
    public static async Task<BrokerTap> OpenAsync(
        Uri broker, IEnumerable<string> exchanges, Action<BasicDeliverEventArgs> hear, CancellationToken cancellation)
    {
        var connection = await BrokerAddress.Parse(broker.ToString()).ToConnectionFactory("bench-ears").CreateConnectionAsync(cancellation);
        var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
        var queue = await channel.QueueDeclareAsync(cancellationToken: cancellation);
        foreach (var exchange in exchanges)
        {
            await channel.QueueBindAsync(queue.QueueName, exchange, "#", cancellationToken: cancellation);
        }

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            hear(delivery);
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer, cancellation);
        return new BrokerTap(connection, channel);
    }

    public async ValueTask DisposeAsync()
    {
        await Channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
