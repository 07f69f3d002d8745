using System.Collections.Concurrent;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using TicketFlow.Contracts.Health;

namespace PrinterMonitor.Tests.Host;

/// <summary>What arrives in the ticket servers' queue, and the questions they ask.</summary>
public sealed class HealthInbox : IAsyncDisposable
{

    private readonly ConcurrentQueue<ResourceHealthChanged> _changes = new();
    private readonly ConcurrentQueue<ResourceCheckAnswered> _answers = new();
    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private HealthInbox(IConnection connection, IChannel channel) => (_connection, _channel) = (connection, channel);

    public IReadOnlyList<ResourceHealthChanged> Changes => [.. _changes];

    public IReadOnlyList<ResourceCheckAnswered> Answers => [.. _answers];

    public static async Task<HealthInbox> OpenAsync(Uri broker)
    {
        var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        var inbox = new HealthInbox(connection, await connection.CreateChannelAsync());
        var consumer = new AsyncEventingBasicConsumer(inbox._channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            if (delivery.BasicProperties.Type == ResourceHealthChanged.MessageType)
            {
                inbox._changes.Enqueue(JsonSerializer.Deserialize(delivery.Body.Span, HealthJson.Default.ResourceHealthChanged)!);
            }
            else
            {
                inbox._answers.Enqueue(JsonSerializer.Deserialize(delivery.Body.Span, HealthJson.Default.ResourceCheckAnswered)!);
            }

            return Task.CompletedTask;
        };
        await inbox._channel.BasicConsumeAsync(HealthTopology.ServerQueue, autoAck: true, consumer);
        return inbox;
    }

    /// <summary>Asks for a check as a ticket server does.</summary>
    public async Task AskAsync(string resource, string reason)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new CheckResourceNow(resource, reason, "job"), HealthJson.Default.CheckResourceNow);
        await _channel.BasicPublishAsync(
            "", CheckResourceNow.Queue, mandatory: true, new BasicProperties { Type = CheckResourceNow.MessageType }, body);
    }

    /// <summary>Anything into the queue of checks.</summary>
    public async Task AskAsync(string? type, byte[] body) =>
        await _channel.BasicPublishAsync("", CheckResourceNow.Queue, mandatory: true, new BasicProperties { Type = type }, body);

    /// <summary>Waits until the newest change of the resource is such a one.</summary>
    public async Task<ResourceHealthChanged> BecomesAsync(string resource, Func<ResourceHealthChanged, bool> such, string what)
    {
        await Eventually.TrueAsync(
            () => Newest(resource) is { } change && such(change),
            () => $"{resource}: {what}; it had {string.Join(", ", Changes.Where(c => c.Resource == resource).Select(Look))}");
        return Newest(resource)!;
    }

    public Task<ResourceHealthChanged> BecomesAsync(string resource, string status, params string[] causes) =>
        BecomesAsync(resource, change => change.Status == status && change.Causes.SequenceEqual(causes),
            $"{status} [{string.Join(' ', causes)}]");

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private static string Look(ResourceHealthChanged c) => $"{c.Version} {c.Status} [{string.Join(' ', c.Causes)}]";

    private ResourceHealthChanged? Newest(string resource) => _changes.Where(c => c.Resource == resource).MaxBy(c => c.Version);
}
