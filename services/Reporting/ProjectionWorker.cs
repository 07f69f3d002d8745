using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using TicketFlow.EventStore;
using TicketFlow.EventStore.Daemon;

namespace TicketFlow.Reporting;

/// <summary>Runs the projections for as long as the service lives; of several services one at a time writes each projection.</summary>
internal sealed class ProjectionWorker : IHostedService, IAsyncDisposable
{
    /// <summary>The meter's name; <c>dotnet-counters monitor --counters TicketFlow.Reporting</c> shows it.</summary>
    public const string MeterName = "TicketFlow.Reporting";

    private readonly IProjectionDaemon _daemon;
    private readonly Meter _meter;

    public ProjectionWorker(IDocumentStore store, IMeterFactory meters)
    {
        _daemon = store.BuildProjectionDaemon();
        _meter = meters.Create(MeterName);
        _meter.CreateObservableGauge(
            "ticketflow.reporting.lag", () => Measure(s => Math.Max(0, _daemon.HighWaterMark - s.Sequence)), "{event}",
            "Events of the log that a projection run by this process has not seen yet.");
        _meter.CreateObservableGauge(
            "ticketflow.reporting.parked", () => Measure(s => s.Parked), "{event}", "Events that a projection had to put aside.");
    }

    /// <summary>Where the projections stand.</summary>
    public IReadOnlyList<ShardStatus> Shards => _daemon.Shards;

    public Task StartAsync(CancellationToken cancellationToken) => _daemon.StartAllAsync();

    public Task StopAsync(CancellationToken cancellationToken) => _daemon.StopAllAsync();

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    private IEnumerable<Measurement<long>> Measure(Func<ShardStatus, long> value) => _daemon.Shards
        .Where(s => s.State == ShardState.Running)
        .Select(s => new Measurement<long>(value(s), new KeyValuePair<string, object?>("projection", s.Name)));
}
