using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RabbitMQ.Client.Events;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Health;

namespace TicketFlow.Benchmarks.Told;

/// <summary>When the broker had an agent's report of a failed start, and the monitor's word that the printer has stopped.</summary>
internal sealed class ReportEars : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _failed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _stopped = new(StringComparer.Ordinal);
    private BrokerTap _tap = null!;

    private ReportEars()
    {
    }

    public static async Task<ReportEars> ListenAsync(Uri broker, CancellationToken cancellation)
    {
        var ears = new ReportEars();
        ears._tap = await BrokerTap.OpenAsync(
            broker, [AgentTopology.InExchange, HealthTopology.Exchange], ears.Hear, cancellation);
        return ears;
    }

    /// <summary>When the first failure of this job was reported; null when none was.</summary>
    public DateTimeOffset? FailureOf(string jobId) => _failed.TryGetValue(jobId, out var at) ? at : null;

    /// <summary>When this printer was last said to have stopped; null when it never was.</summary>
    public DateTimeOffset? StopOf(string printer) => _stopped.TryGetValue(printer, out var at) ? at : null;

    public ValueTask DisposeAsync() => _tap.DisposeAsync();

    private void Hear(BasicDeliverEventArgs delivery)
    {
        var now = TimeProvider.System.GetUtcNow();
        switch (delivery.BasicProperties.Type)
        {
            case MessageTypes.StartFailure when Read(delivery, AgentJson.Default.StartFailure) is { JobId: { } job }:
                _failed.TryAdd(job, now);
                break;
            case ResourceHealthChanged.MessageType
                when Read(delivery, HealthJson.Default.ResourceHealthChanged) is { Status: HealthStatuses.Stopped } change:
                _stopped[change.Resource] = now;
                break;
        }
    }

    private static T? Read<T>(BasicDeliverEventArgs delivery, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(delivery.Body.Span, type);
}
