using Npgsql;
using TicketFlow.EventStore.Events;
using TicketFlow.TicketServer.Jobs;

namespace TicketFlow.TicketServer.Budgets;

/// <summary>
/// Jobs that wait for a budget go as soon as there is enough, in the order of their queue; one that is too large alone is passed over.
/// Whoever gives something makes their deadlines due, in the same transaction. The deadline that is there anyhow is the next month's
/// beginning. What the deadline finds decides anew, so one too many costs nothing.
/// </summary>
internal static class HeldForBudget
{
    /// <summary>
    /// Changes of budgets against jobs that begin to wait for them: one sees the other, whoever comes first. Accounts need none of this,
    /// because their rows are locked by both.
    /// </summary>
    private const string Alone = "select pg_advisory_xact_lock(7305914206)";

    private const string Together = "select pg_advisory_xact_lock_shared(7305914206)";

    /// <summary>
    /// A row that somebody else holds is passed over, or two transactions could wait for each other crosswise: it is being changed, and if
    /// it is held again thereby it looks for itself.
    /// </summary>
    private const string Wake = """
        with held as (
          select q.job_id, q.held_for, q.held_amount, q.priority, q.rank, q.arrival, split_part(q.held_for, '|', -2) as unit,
                 regexp_replace(q.held_for, '\|[^|]*\|[^|]*$', '') as subject
          from queue_job q
          where q.held_for is not null
            and (q.held_for = any($1) or exists (select from unnest($2) as p (prefix) where starts_with(q.held_for, p.prefix)))),
        known as (
          select h.*, case when coalesce(own.mode, general.mode, 'warn') <> 'warn' then
                   coalesce(own.amount, general.amount) + coalesce(a.granted - a.reserved - a.spent, 0) end as rest
          from held h
          left join budget own on own.subject = h.subject and own.unit = h.unit
          left join budget general on general.subject = split_part(h.subject, ':', 1) || ':*' and general.unit = h.unit
          left join budget_account a on a.account = h.held_for),
        fitting as (
          select job_id, rest, sum(held_amount) over (partition by held_for order by priority desc, rank, arrival) as upto
          from known where rest is null or held_amount <= rest),
        free as (
          select q.job_id from queue_job q join fitting f on f.job_id = q.job_id
          where f.rest is null or f.upto <= f.rest for update of q skip locked)
        update queue_job q set deadline_at = '-infinity' from free f where f.job_id = q.job_id
        """;

    /// <summary>Adds what wakes them; nothing when nobody was given anything.</summary>
    /// <param name="loosened">Accounts with more left than before.</param>
    public static void AddWake(NpgsqlBatch batch, IReadOnlyList<IEvent> events, IReadOnlyCollection<string> loosened)
    {
        var changed = events.Select(e => e.Data).Where(data => data is BudgetSet or BudgetRemoved).Cast<BudgetEvent>().ToList();
        if (changed.Count == 0 && loosened.Count == 0)
        {
            return;
        }

        if (changed.Count > 0)
        {
            batch.BatchCommands.Add(Sql.Command(Alone));
        }
        else if (events.Any(e => e.Data is JobHeld { Lacks: not null }))
        {
            batch.BatchCommands.Add(Sql.Command(Together));
        }

        var wake = Sql.Command(Wake);
        wake.Add(loosened);
        wake.Add(changed.Select(budget => budget.Subject.EndsWith('*') ? budget.Subject[..^1] : budget.Subject + "|"));
        batch.BatchCommands.Add(wake);
    }
}
