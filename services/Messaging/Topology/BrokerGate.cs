using Microsoft.Extensions.Logging;
using RabbitMQ.Client.Exceptions;
using TicketFlow.Messaging.Outgoing;

namespace TicketFlow.Messaging.Topology;

/// <summary>
/// What MassTransit passes before each of its connections. A broker that comes back may have lost its data: then the topology must be
/// declared again, and until somebody has restored the accounts it refuses the login, which MassTransit alone takes for final and never
/// tries again.
/// </summary>
public static class BrokerGate
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    /// <summary>Returns when the broker has let us in and the topology is there.</summary>
    public static async Task PassAsync(BrokerAddress broker, int partitions, ILogger log, CancellationToken stopping)
    {
        await foreach (var connection in PatientConnection.KeepOpenAsync(broker, "ticket-server-gate", log, stopping))
        {
            try
            {
                await using var channel = await connection.CreateChannelAsync(cancellationToken: stopping);
                await BrokerTopology.DeclareAsync(channel, partitions, stopping);
                return;
            }
            catch (Exception e) when (e is OperationInterruptedException or AlreadyClosedException or IOException)
            {
                PostLog.BrokerLost(log, e.Message);
                await Task.Delay(Again, stopping);
            }
        }
    }
}
