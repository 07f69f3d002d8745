using TicketFlow.EventStore;
using TicketFlow.EventStore.Sessions;
using TicketFlow.Messaging.Outgoing;
using TicketFlow.TicketServer.Budgets;
using TicketFlow.TicketServer.Queues;

namespace TicketFlow.TicketServer.Jobs;

/// <summary>One message's work on one job.</summary>
public sealed class JobUnitOfWork(
    IDocumentStore store, Newcomers newcomers, SpeedBook speeds, ICostFollower costs, CancellationToken cancellation)
{
    private readonly IDocumentSession _session = store.LightweightSession();
    private JobLifecycleSaga? _saga;
    private Newcomer? _newcomer;

    internal async Task<JobLifecycleSaga?> LoadAsync(Guid correlationId)
    {
        var streamKey = JobId.StreamKey(JobId.FromCorrelationId(correlationId));
        var stream = await _session.Events.FetchForWriting<JobState>(streamKey, cancellation);
        if (stream.Aggregate is null)
        {
            return null;
        }

        _saga = new JobLifecycleSaga { CorrelationId = correlationId, Stream = stream };
        _saga.Load(stream.Aggregate);
        return _saga;
    }

    internal void Begin(JobLifecycleSaga saga) => _saga = saga;

    /// <summary>Appends what was decided; false when there is nothing to tell anybody.</summary>
    internal async Task<bool> CommitAsync()
    {
        if (_saga is null)
        {
            return false;
        }

        await costs.FollowAsync(_saga, _saga.Stream?.Aggregate, cancellation);
        if (_saga.Decided.Count == 0)
        {
            if (_saga.Stream is { } read)
            {
                await _session.Events.DemandCurrentAsync(read, cancellation);
            }

            return _saga.Answer is not null;
        }

        if (_saga.Stream is { } stream)
        {
            stream.AppendMany([.. _saga.Decided, .. _saga.Consequences]);
        }
        else
        {
            _session.Events.StartStream<JobState>(JobId.StreamKey(_saga.Job!.JobId), [.. _saga.Decided, .. _saga.Consequences]);
        }

        _session.SetHeader("actor", _saga.Actor);
        await SaveAsync(_saga);
        return true;
    }

    private async Task SaveAsync(JobLifecycleSaga saga)
    {
        if (saga.Answer is null && JobNotices.IsNewcomer(saga.Job!, saga.Decided))
        {
            var job = saga.Job!;
            _newcomer = new Newcomer(job.JobId, job.Resource!, job.Agent, job.Key, job.RequestNumber, job.Moved, JobNotices.AdviceOf(job));
            newcomers.Add(_newcomer);
        }

        try
        {
            await _session.SaveChangesAsync(cancellation);
        }
        catch when (_newcomer is not null)
        {
            newcomers.Remove(_newcomer);
            throw;
        }
    }

    internal void Post(IAgentPostOffice post, JobTiming timing)
    {
        if (_saga!.Decided is [.., TransferCompleted done])
        {
            speeds.Learn(_saga.Job!.Resource!, done.Milliseconds);
        }

        if (JobNotices.CheckFor(_saga.Job!, _saga.Decided) is { } check)
        {
            post.Request(check);
        }

        if (_newcomer is not null)
        {
            // The dispatcher answers, with the place in the queue or the go-ahead.
            return;
        }

        var message = _saga!.Answer ?? JobNotices.For(_saga.Job!, _saga.Decided, timing);
        if (message is not null)
        {
            post.Post(_saga.Job!.Agent, message);
        }
    }
}
