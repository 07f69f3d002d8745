using MassTransit;
using Npgsql;
using TicketFlow.Contracts.Agents;
using TicketFlow.Messaging.Outgoing;
using TicketFlow.Messaging.Wire;
using TicketFlow.TicketServer.Jobs;

namespace TicketFlow.TicketServer.Queries;

/// <summary>An agent reports in: its queue is made sure of, and the go-aheads it may have missed are repeated.</summary>
public sealed class HelloConsumer(NpgsqlDataSource database, IAgentPostOffice post, JobTiming timing) : IConsumer<AgentMessage<Hello>>
{
    private const string OpenGoAheads = """
        select q.job_id, q.attempt, r.address, r.mechanism, q.key, q.request from queue_job q
        join queue_resource r on r.name = q.resource
        where q.agent = $1 and q.phase in ('Released', 'Starting') order by q.arrival
        """;

    private static readonly string ServerVersion = typeof(HelloConsumer).Assembly.GetName().Version!.ToString(3);

    public async Task Consume(ConsumeContext<AgentMessage<Hello>> context)
    {
        var agent = context.Message.Agent;
        await post.EnsureQueueAsync(agent, context.CancellationToken);
        post.Post(agent, new Welcome(context.Message.Body.Sequence, ServerVersion));
        await using var command = database.CreateCommand(OpenGoAheads);
        command.Parameters.Add(new() { Value = agent });
        await using var reader = await command.ExecuteReaderAsync(context.CancellationToken);
        var statusSeconds = (int)Math.Ceiling(timing.StatusEvery.TotalSeconds);
        while (await reader.ReadAsync(context.CancellationToken))
        {
            post.Post(agent, new GoAhead(
                reader.GetInt64(5), reader.GetString(0), reader.GetInt32(1), reader.GetString(2), reader.GetString(3), statusSeconds, reader.GetString(4)));
        }
    }
}
