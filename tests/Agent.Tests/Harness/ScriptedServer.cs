using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Tests.Harness;

/// <summary>A message an agent sent.</summary>
internal sealed record Heard(string Type, JsonElement Body, string? User, bool HasHeaders, int Length)
{
    public string? Text(string name) => Body.TryGetProperty(name, out var value) ? value.GetString() : null;

    public long Number(string name) => Body.GetProperty(name).GetInt64();
}

/// <summary>Plays the ticket server on a real broker: hears everything, says what the test tells it to.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private const string Queue = "scripted-server";
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly ConcurrentQueue<Heard> _heard = new();

    private ScriptedServer(IConnection connection, IChannel channel) => (_connection, _channel) = (connection, channel);

    public IReadOnlyList<Heard> Heard => [.. _heard];

    /// <summary>Called for each message, in order; answers with <see cref="SayAsync{T}"/>.</summary>
    public Func<Heard, Task> OnMessage { get; set; } = static _ => Task.CompletedTask;

    public static async Task<ScriptedServer> StartAsync(Uri broker)
    {
        var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(AgentTopology.InExchange, ExchangeType.Topic, durable: true);
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false);
        await channel.QueuePurgeAsync(Queue);
        await channel.QueueBindAsync(Queue, AgentTopology.InExchange, "job.#");
        var server = new ScriptedServer(connection, channel);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += server.ReceiveAsync;
        await channel.BasicConsumeAsync(Queue, autoAck: true, consumer);
        return server;
    }

    public async Task SayAsync<T>(string agent, string type, T message, JsonTypeInfo<T> json) =>
        await SayRawAsync(agent, type, JsonSerializer.SerializeToUtf8Bytes(message, json));

    public async Task SayRawAsync(string agent, string type, byte[] body) => await _channel.BasicPublishAsync(
        "", AgentTopology.QueueOf(agent), mandatory: false, new BasicProperties { Type = type }, body);

    public Task TicketAsync(string agent, Heard request, string jobId, string state = JobStates.Waiting) => SayAsync(
        agent, MessageTypes.Ticket, new Ticket(request.Number("n"), request.Text("k")!, jobId, state), AgentJson.Default.Ticket);

    public Task GoAheadAsync(
        string agent, string jobId, int attempt, string address, string? key = null, int? resend = null, string? printer = null,
        string mechanism = Mechanisms.Raw) =>
        SayAsync(
            agent,
            MessageTypes.GoAhead,
            new GoAhead(1, jobId, attempt, address, mechanism, 10, key, printer, resend),
            AgentJson.Default.GoAhead);

    /// <summary>Answers each ticket request with ticket and go-ahead, as a server with a free printer does.</summary>
    public void AlwaysGoAhead(string agent, string address) => OnMessage = async heard =>
    {
        if (heard.Type == MessageTypes.TicketRequest)
        {
            var id = "job-" + heard.Text("k");
            await TicketAsync(agent, heard, id);
            await GoAheadAsync(agent, id, 1, address);
        }
    };

    public IReadOnlyList<Heard> Of(string type) => [.. _heard.Where(heard => heard.Type == type)];

    public async Task<Heard> HearAsync(string type, int times = 1)
    {
        await Eventually.True(() => Of(type).Count >= times, $"{times} × {type}; heard {string.Join(' ', _heard.Select(h => h.Type))}");
        return Of(type)[times - 1];
    }

    /// <summary>Returns when everything the agent said until now has been heard: asks its status by an unknown job's go-ahead.</summary>
    public async Task SettleAsync(string agent)
    {
        var probe = "probe-" + Guid.NewGuid().ToString("N");
        await GoAheadAsync(agent, probe, 1, "127.0.0.1:1");
        await Eventually.True(() => _heard.Any(heard => heard.Text("j") == probe), "the agent answers the probe");
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task ReceiveAsync(object sender, BasicDeliverEventArgs delivery)
    {
        var heard = new Heard(
            delivery.BasicProperties.Type ?? "",
            JsonDocument.Parse(delivery.Body.ToArray()).RootElement,
            delivery.BasicProperties.UserId,
            delivery.BasicProperties.IsHeadersPresent(),
            delivery.Body.Length);
        _heard.Enqueue(heard);
        await OnMessage(heard);
    }
}
