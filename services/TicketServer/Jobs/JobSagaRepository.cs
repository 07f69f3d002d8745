using MassTransit;
using MassTransit.Context;
using MassTransit.Saga;
using TicketFlow.EventStore;
using TicketFlow.Messaging.Outgoing;
using TicketFlow.TicketServer.Budgets;
using TicketFlow.TicketServer.Queues;

namespace TicketFlow.TicketServer.Jobs;

/// <summary>
/// Keeps sagas as event streams: loads by folding (hot ones from the store's cache), lets the machine decide, appends at the version it was
/// read at, and only then posts what follows. A conflict means that somebody else (the dispatcher, another server) wrote first: everything
/// is decided again on the new state. The message is acknowledged after all this, so a crash anywhere repeats the message, never loses it.
/// </summary>
public sealed class JobSagaRepositoryContextFactory(
    IDocumentStore store, IAgentPostOffice post, Newcomers newcomers, SpeedBook speeds, JobTiming timing, JobOrder order,
    CommitResilience resilience, ICostFollower costs)
    : ISagaRepositoryContextFactory<JobLifecycleSaga>
{
    public async Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<JobLifecycleSaga, T>> next)
        where T : class
    {
        using var turn = await order.TakeTurnAsync(context.CorrelationId ?? Guid.Empty, context.CancellationToken);
        await resilience.Pipeline.ExecuteAsync(
            static async (work, cancellation) =>
            {
                var unit = new JobUnitOfWork(
                    work.Factory.Store, work.Factory.Waiting, work.Factory.Speeds, work.Factory.Costs, cancellation);
                await work.Next.Send(new JobSagaRepositoryContext<T>(work.Context, unit));
                if (await unit.CommitAsync())
                {
                    unit.Post(work.Factory.PostOffice, work.Factory.Timing);
                }
            },
            (Factory: this, Context: context, Next: next),
            context.CancellationToken);
    }

    public Task SendQuery<T>(
        ConsumeContext<T> context, ISagaQuery<JobLifecycleSaga> query, IPipe<SagaRepositoryQueryContext<JobLifecycleSaga, T>> next)
        where T : class => throw new NotSupportedException("Jobs are found by their id.");

    public void Probe(ProbeContext context) => context.Add("persistence", "event-streams");

    private IDocumentStore Store => store;

    private IAgentPostOffice PostOffice => post;

    private JobTiming Timing => timing;

    private Newcomers Waiting => newcomers;

    private SpeedBook Speeds => speeds;

    private ICostFollower Costs => costs;
}

internal sealed class JobSagaRepositoryContext<TMessage>(ConsumeContext<TMessage> context, JobUnitOfWork unit)
    : ConsumeContextScope<TMessage>(context), SagaRepositoryContext<JobLifecycleSaga, TMessage>
    where TMessage : class
{
    private readonly ConsumeContext<TMessage> _context = context;

    public Task<SagaConsumeContext<JobLifecycleSaga, TMessage>> Add(JobLifecycleSaga instance)
    {
        unit.Begin(instance);
        return Task.FromResult(Around(instance));
    }

    public Task<SagaConsumeContext<JobLifecycleSaga, TMessage>> Insert(JobLifecycleSaga instance) => Add(instance);

    public async Task<SagaConsumeContext<JobLifecycleSaga, TMessage>> Load(Guid correlationId) =>
        await unit.LoadAsync(correlationId) is { } saga ? Around(saga) : null!;

    // What the machine decided is appended once, at the end of the unit; there is no row to save, update or delete.
    public Task Save(SagaConsumeContext<JobLifecycleSaga> context) => Task.CompletedTask;

    public Task Update(SagaConsumeContext<JobLifecycleSaga> context) => Task.CompletedTask;

    public Task Delete(SagaConsumeContext<JobLifecycleSaga> context) => Task.CompletedTask;

    public Task Discard(SagaConsumeContext<JobLifecycleSaga> context) => Task.CompletedTask;

    public Task Undo(SagaConsumeContext<JobLifecycleSaga> context) => Task.CompletedTask;

    public Task<SagaConsumeContext<JobLifecycleSaga, T>> CreateSagaConsumeContext<T>(
        ConsumeContext<T> consumeContext, JobLifecycleSaga instance, SagaConsumeContextMode mode)
        where T : class => Task.FromResult<SagaConsumeContext<JobLifecycleSaga,
        T>>(new DefaultSagaConsumeContext<JobLifecycleSaga, T>(consumeContext, instance));

    private SagaConsumeContext<JobLifecycleSaga, TMessage> Around(JobLifecycleSaga saga) =>
        new DefaultSagaConsumeContext<JobLifecycleSaga, TMessage>(_context, saga);
}
