using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using TicketFlow.EventStore;
using TicketFlow.EventStore.Chain;
using TicketFlow.Hosting;
using TicketFlow.Messaging;
using TicketFlow.Messaging.Outgoing;
using TicketFlow.Messaging.Topology;

namespace TicketFlow.TicketServer;

/// <summary>
/// Before anything is consumed: the database's tables and the broker's topology. Waits for both, for after a power cut everything starts at
/// once.
/// </summary>
internal sealed class Groundwork(
    IDocumentStore store, NpgsqlDataSource database, BrokerAddress broker, IOptions<TicketServerOptions> options, ILogger<Groundwork> log)
    : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await DatabasePatience.Create(reason => GroundworkLog.DatabaseAway(log, reason)).ExecuteAsync(
            async token =>
            {
                await store.ApplyAllConfiguredChangesToDatabaseAsync(token);
                await using var grants = database.CreateCommand(
                    Sql.Embedded("Health.MonitorGrants.sql") + Sql.Embedded("ReportingGrants.sql")
                    + EventChain.SchemaSql("ticketflow") + Sql.Embedded("AuditorGrants.sql"));
                await grants.ExecuteNonQueryAsync(token);
            },
            cancellationToken);
        await foreach (var connection in PatientConnection.KeepOpenAsync(broker, "ticket-server-topology", log, cancellationToken))
        {
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            await BrokerTopology.DeclareAsync(channel, options.Value.Partitions, cancellationToken);
            break;
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal static partial class GroundworkLog
{
    [LoggerMessage(1300, LogLevel.Warning, "The database cannot be reached: {Reason}. Trying again.")]
    public static partial void DatabaseAway(ILogger log, string reason);
}
