using RabbitMQ.Client;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Health;

namespace TicketFlow.Messaging.Topology;

/// <summary>
/// What the server declares on the broker: <c>tf.in</c> (topic; agents write here and nowhere else) feeds <c>tf.hash</c> (consistent hash
/// over the routing key, that is: over the agent), which spreads agents over the request queues. A request queue is a quorum queue with a
/// single active consumer, so one agent's messages are handled in one place, in order, whichever servers run.
/// </summary>
public static class BrokerTopology
{
    /// <summary>Exchange between <c>tf.in</c> and the request queues.</summary>
    public const string HashExchange = "tf.hash";

    /// <summary>A request queue's name; partitions count from 0.</summary>
    public static string RequestQueue(int partition) => $"tf.requests.{partition}";

    /// <summary>Arguments of a request queue.</summary>
    public static IDictionary<string, object?> RequestQueueArguments() => new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["x-queue-type"] = "quorum",
        ["x-single-active-consumer"] = true,
    };

    /// <summary>
    /// Arguments of an agent's personal queue: a durable classic queue for transient messages (a persistent one costs the broker thirty
    /// times as much once there are 20,000 of them), bounded, and gone a month after its agent.
    /// </summary>
    public static IDictionary<string, object?> AgentQueueArguments() => new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["x-expires"] = (long)TimeSpan.FromDays(30).TotalMilliseconds,
        ["x-max-length"] = 20_000L,
        ["x-overflow"] = "drop-head",
    };

    /// <summary>Arguments of the monitor's queue of wanted checks: a check nobody made within a minute is of no use any more.</summary>
    public static IDictionary<string, object?> CheckQueueArguments() => new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["x-message-ttl"] = 60_000L,
        ["x-max-length"] = 20_000L,
        ["x-overflow"] = "drop-head",
    };

    /// <summary>
    /// Declares exchanges and request queues; harmless when they are there. The door comes last: what agents publish has somewhere to go.
    /// </summary>
    public static async Task DeclareAsync(IChannel channel, int partitions, CancellationToken cancellation)
    {
        await channel.ExchangeDeclareAsync(HashExchange, "x-consistent-hash", durable: true, cancellationToken: cancellation);
        await channel.QueueDeclareAsync(
            CheckResourceNow.Queue, durable: true, exclusive: false, autoDelete: false, CheckQueueArguments(),
            cancellationToken: cancellation);
        await DeclareHealthAsync(channel, cancellation);
        for (var partition = 0; partition < partitions; partition++)
        {
            var queue = RequestQueue(partition);
            await channel.QueueDeclareAsync(
                queue, durable: true, exclusive: false, autoDelete: false, RequestQueueArguments(), cancellationToken: cancellation);
            // The key of a binding to a hash exchange is the weight: one point on the ring would do, ten spread agents more evenly.
            await channel.QueueBindAsync(queue, HashExchange, "10", cancellationToken: cancellation);
        }

        await channel.ExchangeDeclareAsync(AgentTopology.InExchange, ExchangeType.Topic, durable: true, cancellationToken: cancellation);
        await channel.ExchangeBindAsync(HashExchange, AgentTopology.InExchange, "job.#", cancellationToken: cancellation);
    }

    /// <summary>
    /// What the monitor writes to, and the ticket servers' queue of it: a quorum queue, for a change of health that the broker confirmed
    /// must not get lost.
    /// </summary>
    private static async Task DeclareHealthAsync(IChannel channel, CancellationToken cancellation)
    {
        await channel.ExchangeDeclareAsync(HealthTopology.Exchange, ExchangeType.Topic, durable: true, cancellationToken: cancellation);
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal) { ["x-queue-type"] = "quorum" };
        await channel.QueueDeclareAsync(
            HealthTopology.ServerQueue, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellation);
        await channel.QueueBindAsync(HealthTopology.ServerQueue, HealthTopology.Exchange, "#", cancellationToken: cancellation);
    }

    /// <summary>Declares an agent's queue; harmless when it is there.</summary>
    public static Task DeclareAgentQueueAsync(IChannel channel, string agentId, CancellationToken cancellation) =>
        channel.QueueDeclareAsync(
            AgentTopology.QueueOf(agentId), durable: true, exclusive: false, autoDelete: false, AgentQueueArguments(),
            cancellationToken: cancellation);
}
