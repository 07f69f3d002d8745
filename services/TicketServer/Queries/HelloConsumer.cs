using MassTransit;
using Npgsql;
using TicketFlow.Contracts.Agents;
using TicketFlow.Messaging.Outgoing;
using TicketFlow.Messaging.Wire;
using TicketFlow.TicketServer.Agents;
using TicketFlow.TicketServer.Jobs;

namespace TicketFlow.TicketServer.Queries;

/// <summary>
/// An agent reports in, after a start or a lost connection: its queue is made sure of, and each of its jobs is reconciled by the saga, one
/// message a job. A job that the server has from before this hello and that the agent does not name is gone: the agent was re-installed, or
/// lost its disk. Which start of the agent it is goes on the agent's stream.
/// </summary>
public sealed class HelloConsumer(
    NpgsqlDataSource database, IAgentPostOffice post, InternalPublisher publisher, CommitResilience resilience, DeciderRunner runner,
    TimeProvider clock)
    : IConsumer<AgentMessage<Hello>>
{
    private const string OpenJobs = "select job_id from queue_job where agent = $1 and request < $2";

    private static readonly string ServerVersion = typeof(HelloConsumer).Assembly.GetName().Version!.ToString(3);

    public async Task Consume(ConsumeContext<AgentMessage<Hello>> context)
    {
        // The agent's jobs first: who started where can wait.
        await resilience.Pipeline.ExecuteAsync(
            async token => await ReconcileAsync(context.Message.Agent, context.Message.Body, token), context.CancellationToken);
        await NoteStartAsync(context.Message.Agent, context.Message.Body, context.CancellationToken);
    }

    private Task NoteStartAsync(string agent, Hello hello, CancellationToken cancellation) => hello.Start is { } start
        ? runner.RunAsync<AgentState>(
            AgentEventTypes.StreamKey(agent), agent,
            state => LineageDecider.Decide(
                state, new AgentStarted(agent, start, hello.Previous ?? [], hello.Address, hello.ClientVersion), clock.GetUtcNow()),
            cancellation)
        : Task.CompletedTask;

    private async Task ReconcileAsync(string agent, Hello hello, CancellationToken cancellation)
    {
        await post.EnsureQueueAsync(agent, cancellation);
        post.Post(agent, new Welcome(hello.Sequence, ServerVersion));

        var stated = Stated(agent, hello);
        if (hello.Jobs is null or { Count: < Border.HelloRules.MostJobs })
        {
            var named = stated.Select(s => s.JobId).ToHashSet(StringComparer.Ordinal);
            await foreach (var jobId in OpenJobsAsync(agent, hello.Sequence, cancellation))
            {
                if (!named.Contains(jobId))
                {
                    stated.Add(new HeldJobStated(jobId, agent, HeldStates.Gone, 0, 0));
                }
            }
        }

        if (stated.Count > 0)
        {
            await publisher.PublishAsync(stated.ConvertAll(InternalLetter.Of), cancellation);
        }
    }

    private static List<HeldJobStated> Stated(string agent, Hello hello) => [.. (hello.Jobs ?? []).Select(job => new HeldJobStated(
        job.JobId ?? JobId.Of(agent, job.Key!), agent, job.State!, job.Attempt, job.BytesSent))];

    private async IAsyncEnumerable<string> OpenJobsAsync(
        string agent, long before, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(OpenJobs);
        command.Parameters.Add(new() { Value = agent });
        command.Parameters.Add(new() { Value = before });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            yield return reader.GetString(0);
        }
    }
}
