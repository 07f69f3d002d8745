using Microsoft.Extensions.Hosting;
using TicketFlow.EventStore;
using TicketFlow.EventStore.Daemon;

namespace TicketFlow.Reporting;

/// <summary>Runs the projections for as long as the service lives; of several services one at a time writes each projection.</summary>
internal sealed class ProjectionWorker(IDocumentStore store) : IHostedService, IAsyncDisposable
{
    private readonly IProjectionDaemon _daemon = store.BuildProjectionDaemon();

    /// <summary>Where the projections stand.</summary>
    public IReadOnlyList<ShardStatus> Shards => _daemon.Shards;

    public Task StartAsync(CancellationToken cancellationToken) => _daemon.StartAllAsync();

    public Task StopAsync(CancellationToken cancellationToken) => _daemon.StopAllAsync();

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();
}
