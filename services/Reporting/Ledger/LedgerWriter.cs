using Npgsql;
using TicketFlow.EventStore.Events;
using TicketFlow.EventStore.Projections;
using TicketFlow.Reporting.Facts;
using TicketFlow.Reporting.Organisation;

namespace TicketFlow.Reporting.Ledger;

/// <summary>
/// One run over the log: folds a page in memory, in log order, and writes it with one statement per table. An outcome sees the organisation
/// as recorded before it and in force at its time, so that a rebuild equals what was written live and a later move rewrites nothing.
/// </summary>
internal sealed class LedgerWriter(IReadOnlyList<IOutcomeWriter> sinks) : IPageWriter
{
    private readonly JobShelf _jobs = new();
    private readonly List<Outcome> _outcomes = [];
    private LedgerContext? _context;

    public async ValueTask AddAsync(
        IReadOnlyList<IEvent> events, NpgsqlConnection connection, NpgsqlBatch batch, CancellationToken cancellation)
    {
        _context ??= await LedgerContext.LoadAsync(connection, cancellation);
        await _jobs.FetchAsync(events, connection, cancellation);
        _outcomes.Clear();
        foreach (var @event in events)
        {
            Fold(@event);
        }

        _jobs.WriteTo(batch);
        if (_outcomes.Count > 0)
        {
            batch.BatchCommands.Add(OutcomeRows.Write(_outcomes));
        }

        _context.WriteTo(batch);
        var page = new OutcomePage(events, _outcomes);
        foreach (var sink in sinks)
        {
            await sink.AddAsync(page, connection, batch, cancellation);
        }
    }

    private void Fold(IEvent @event)
    {
        switch (@event.Data)
        {
            case JobFact fact:
                FoldJob(@event, fact);
                break;
            case ResourceFact fact:
                _context!.Resources.Apply(fact, @event.Sequence, @event.Timestamp);
                break;
            case LeaseEnded fact:
                _outcomes.Add(OutcomeOf.Lease(@event, fact, _context!));
                break;
            case OrganisationEvent fact:
                _context!.Assign(OrganisationBook.Of(fact, @event.Sequence));
                break;
        }
    }

    private void FoldJob(IEvent @event, JobFact fact)
    {
        if (_jobs.Find(@event.StreamKey) is not { } job)
        {
            if (JobLedgerFold.Begin(fact, @event.Timestamp) is not { } begun)
            {
                return;
            }

            job = _jobs.Add(@event.StreamKey, begun);
        }

        if (JobLedgerFold.Apply(job, fact, @event.Timestamp) is { } ending)
        {
            _outcomes.Add(OutcomeOf.Event(@event, job, ending, _context!));
        }

        JobLedgerFold.GoOn(job, fact);
        job.Sequence = @event.Sequence;
        _jobs.Touch(job);
    }
}
