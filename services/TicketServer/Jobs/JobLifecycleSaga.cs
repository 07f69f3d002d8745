using MassTransit;
using TicketFlow.EventStore.Sessions;

namespace TicketFlow.TicketServer.Jobs;

/// <summary>
/// The saga instance: the folded stream, and what the message in hand has decided so far. It is never stored as such; its stream is.
/// </summary>
public sealed class JobLifecycleSaga : SagaStateMachineInstance
{
    /// <summary>The job id's 80 bits, see <see cref="JobId.ToCorrelationId"/>.</summary>
    public Guid CorrelationId { get; set; }

    /// <summary>Name of the <see cref="JobPhase"/>; null before the first event.</summary>
    public string? CurrentState { get; set; }

    /// <summary>The job, with the decided events already folded in.</summary>
    public JobState? Job { get; private set; }

    /// <summary>Decided events, not committed yet.</summary>
    public List<JobEvent> Decided { get; } = [];

    /// <summary>What follows for budgets; appended after <see cref="Decided"/>, and nobody is sent anything for it.</summary>
    public List<CostEvent> Consequences { get; } = [];

    /// <summary>An answer that follows from no event.</summary>
    public object? Answer { get; private set; }

    /// <summary>Who caused what was decided: <c>agent:ID</c> or <c>server</c>; stored with the events.</summary>
    public string Actor { get; private set; } = ServerActor;

    /// <summary>The stream it was read from; null for a new job.</summary>
    internal IEventStream<JobState>? Stream { get; init; }

    /// <summary>The actor of what the server decides by itself.</summary>
    public const string ServerActor = "server";

    /// <summary>Takes over the folded stream.</summary>
    public void Load(JobState job)
    {
        Job = job;
        CurrentState = job.Phase.ToString();
    }

    /// <summary>Adds what follows for budgets.</summary>
    public void Follow(CostEvent consequence)
    {
        Consequences.Add(consequence);
        Job = JobFold.Evolve(Job, consequence);
    }

    /// <summary>Decides otherwise after all: what was decided so far is forgotten.</summary>
    /// <param name="before">The job before that.</param>
    public void Replace(JobState? before, Decision decision)
    {
        Decided.Clear();
        Consequences.Clear();
        Job = before;
        CurrentState = before?.Phase.ToString();
        Take(decision, Actor);
    }

    /// <summary>Takes over a decision: folds its events and moves to the state the fold says.</summary>
    public void Take(Decision decision, string actor)
    {
        Actor = actor;
        foreach (var @event in decision.Events)
        {
            Decided.Add(@event);
            Job = JobFold.Evolve(Job, @event);
        }

        Answer = decision.Answer;
        CurrentState = Job?.Phase.ToString() ?? CurrentState;
    }
}
