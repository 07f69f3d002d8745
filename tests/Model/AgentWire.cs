using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Model;

/// <summary>
/// An agent's connection with an agent's rights, and the mishaps of the way: messages sent twice, or once more much later.
/// </summary>
internal sealed class AgentWire : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly string _agent;
    private readonly Lock _order = new();
    private readonly List<Task> _late = [];
    private long _number = DateTimeOffset.Parse(
        "2026-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();

    private AgentWire(IConnection connection, IChannel channel, string agent) =>
        (_connection, _channel, _agent) = (connection, channel, agent);

    /// <summary>The agent's running number.</summary>
    public long Next() => Interlocked.Increment(ref _number);

    public static async Task<AgentWire> ConnectAsync(Uri uri, string agent, Action<string, byte[]> receive)
    {
        var connection = await new ConnectionFactory { Uri = uri, AutomaticRecoveryEnabled = false }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, e) =>
        {
            receive(e.BasicProperties.Type ?? "", e.Body.ToArray());
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(AgentTopology.QueueOf(agent), autoAck: true, consumer);
        return new AgentWire(connection, channel, agent);
    }

    /// <summary>Sends, and waits until the broker has it. By chance it goes out twice, or a copy comes after everything else.</summary>
    public async Task SendAsync<T>(string type, T message, JsonTypeInfo<T> json, Dice chance, bool repeatable = true)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(message, json);
        var (twice, late) = repeatable ? (chance.Next(12) == 0, chance.Next(16) == 0) : (false, false);
        var sent = SendAsync(type, body);
        if (twice)
        {
            await SendAsync(type, body);
        }

        if (late)
        {
            lock (_late)
            {
                _late.Add(SendLateAsync(type, body, TimeSpan.FromMilliseconds(chance.Next(10, 200))));
            }
        }

        await sent;
    }

    public Task SendAsync(string type, byte[] body)
    {
        lock (_order)
        {
            var properties = new BasicProperties { DeliveryMode = DeliveryModes.Persistent, Type = type, UserId = _agent };
            return _channel.BasicPublishAsync(
                AgentTopology.InExchange, AgentTopology.RoutingKeyOf(_agent), mandatory: false, properties, body).AsTask();
        }
    }

    /// <summary>Waits for the last late copy.</summary>
    public async Task SettleAsync()
    {
        Task[] late;
        lock (_late)
        {
            late = [.. _late];
            _late.Clear();
        }

        await Task.WhenAll(late);
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task SendLateAsync(string type, byte[] body, TimeSpan delay)
    {
        await Task.Delay(delay);
        await SendAsync(type, body);
    }
}
