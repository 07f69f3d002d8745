using System.Text.Json;
using MassTransit;
using TicketFlow.Contracts.Agents;
using TicketFlow.EventStore;
using TicketFlow.EventStore.Events;
using TicketFlow.Messaging.Outgoing;
using TicketFlow.Messaging.Wire;
using TicketFlow.TicketServer.Border;
using TicketFlow.TicketServer.Jobs;

namespace TicketFlow.TicketServer.Queries;

/// <summary>Tells an agent the history of one of its own jobs (M-32: the stream as people read it).</summary>
public sealed class JobQueryConsumer(
    IDocumentStore store, IAgentPostOffice post, IStrangers strangers, CommitResilience resilience) : IConsumer<AgentMessage<JobQuery>>
{
    /// <summary>The newest events of a very long life; the message stays below the size agents take.</summary>
    private const int Most = 200;

    public async Task Consume(ConsumeContext<AgentMessage<JobQuery>> context)
    {
        var (agent, query) = (context.Message.Agent, context.Message.Body);
        var events = await resilience.Pipeline.ExecuteAsync(
            async token => await store.LightweightSession().Events.FetchStreamAsync(JobId.StreamKey(query.JobId!), cancellation: token),
            context.CancellationToken);
        var job = events.Aggregate((JobState?)null, (state, e) => e.Data is JobEvent fact ? JobFold.Evolve(state, fact) : state);
        if (job is null || job.Agent != agent)
        {
            strangers.Refuse(agent, query.JobId!);
            return;
        }

        var entries = events.Skip(Math.Max(0, events.Count - Most)).Select(Entry).ToList();
        post.Post(agent, new JobHistory(query.Sequence, job.JobId, job.PublicState, entries));
    }

    private static HistoryEntry Entry(IEvent e) => new(e.Timestamp, e.EventTypeName, Actor(e), JobNarrator.Tell(e.Data));

    private static string Actor(IEvent e) =>
        e.Headers.TryGetValue("actor", out var actor) && actor.ValueKind == JsonValueKind.String ? actor.GetString()! : "server";
}
