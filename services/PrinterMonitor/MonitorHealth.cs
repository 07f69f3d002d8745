using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using TicketFlow.PrinterMonitor.Checks;
using TicketFlow.PrinterMonitor.Fleet;
using TicketFlow.PrinterMonitor.Leases;
using TicketFlow.PrinterMonitor.Polling;

namespace TicketFlow.PrinterMonitor;

/// <summary>Whether the monitor does its work: database, lease, fleet, questions.</summary>
internal sealed class MonitorHealth(
    NpgsqlDataSource database, FleetShare share, FleetWorker fleet, CheckConsumer checks, Poller poller) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = database.CreateCommand("select 1");
            await command.ExecuteScalarAsync(cancellationToken);
        }
        catch (NpgsqlException e)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.", e);
        }

        var problem = fleet.Trouble is { } trouble ? $"The projection of the log stands: {trouble}"
            : !fleet.IsReady ? "The fleet is not read yet."
            : !share.IsLive ? "The lease ran out."
            : !checks.IsOpen ? "The broker does not answer."
            : null;
        return problem is null
            ? HealthCheckResult.Healthy($"{poller.Count} resources, {share.Members.Count} monitors")
            : HealthCheckResult.Unhealthy(problem);
    }
}
