using System.Collections.Concurrent;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using TicketFlow.Contracts.Health;

namespace TicketFlow.Benchmarks.Monitor;

/// <summary>Hears what the monitor tells, as a ticket server does, and asks it to look.</summary>
internal sealed class HealthEars : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> _awaited = new();
    private BrokerTap _tap = null!;

    private HealthEars()
    {
    }

    public static async Task<HealthEars> ListenAsync(Uri broker, CancellationToken cancellation)
    {
        var ears = new HealthEars();
        ears._tap = await BrokerTap.OpenAsync(broker, [HealthTopology.Exchange], ears.Hear, cancellation);
        return ears;
    }

    /// <summary>Milliseconds from asking to the answer, one after another.</summary>
    public async Task<IReadOnlyList<double>> CheckAsync(int count, SimulatedFleet fleet, CancellationToken cancellation)
    {
        var times = new List<double>();
        for (var i = 0; i < count; i++)
        {
            var name = SimulatedFleet.NameOf((i * 7919) % fleet.Count);
            var answered = Await("checked:" + name);
            var started = TimeProvider.System.GetTimestamp();
            var question = JsonSerializer.SerializeToUtf8Bytes(new CheckResourceNow(name, "bench", "bench"),
                HealthJson.Default.CheckResourceNow);
            await _tap.Channel.BasicPublishAsync(
                "", CheckResourceNow.Queue, mandatory: false,
                new BasicProperties { Type = CheckResourceNow.MessageType }, question, cancellation);
            times.Add(TimeProvider.System.GetElapsedTime(started, await answered.WaitAsync(Patience, cancellation)).TotalMilliseconds);
        }

        return times;
    }

    /// <summary>Milliseconds from each fault to the event that tells of it; faults nobody told of in time are missing.</summary>
    public async Task<IReadOnlyList<double>> FaultsAsync(int count, SimulatedFleet fleet, TimeSpan interval, CancellationToken cancellation)
    {
        var faults = new List<Task<double?>>();
        for (var i = 0; i < count; i++)
        {
            faults.Add(FaultAsync(fleet, (17 + (i * 6007)) % fleet.Count, (interval * 3) + Patience, cancellation));
            // Spread over an interval, so that no phase of the polling is preferred.
            await Task.Delay(interval / count, cancellation);
        }

        return [.. (await Task.WhenAll(faults)).OfType<double>()];
    }

    public ValueTask DisposeAsync() => _tap.DisposeAsync();

    private async Task<double?> FaultAsync(SimulatedFleet fleet, int printer, TimeSpan within, CancellationToken cancellation)
    {
        var told = Await("stopped:" + SimulatedFleet.NameOf(printer));
        var started = TimeProvider.System.GetTimestamp();
        fleet.SetFault(printer, true);
        try
        {
            return TimeProvider.System.GetElapsedTime(started, await told.WaitAsync(within, cancellation)).TotalMilliseconds;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private Task<long> Await(string what) =>
        (_awaited[what] = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private void Hear(BasicDeliverEventArgs delivery)
    {
        var now = TimeProvider.System.GetTimestamp();
        var what = delivery.BasicProperties.Type switch
        {
            ResourceCheckAnswered.MessageType when Read(HealthJson.Default.ResourceCheckAnswered) is { } answer =>
                "checked:" + answer.Resource,
            ResourceHealthChanged.MessageType when Read(
                HealthJson.Default.ResourceHealthChanged) is { Status: HealthStatuses.Stopped } change =>
                "stopped:" + change.Resource,
            _ => "",
        };
        if (_awaited.TryRemove(what, out var waiting))
        {
            waiting.TrySetResult(now);
        }

        T? Read<T>(System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => JsonSerializer.Deserialize(delivery.Body.Span, type);
    }
}
