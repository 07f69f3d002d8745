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
        with accounts as (
          select account, split_part(account, '|', -2) as unit, regexp_replace(account, '\|[^|]*\|[^|]*$', '') as subject
          from (select unnest($1) as account
                union
                select q.held_for from queue_job q join unnest($2) as p (prefix) on starts_with(q.held_for, p.prefix)) as given),
        known as (
          select c.account, case when coalesce(own.mode, general.mode, 'warn') <> 'warn' then
                   coalesce(own.amount, general.amount) + coalesce(a.granted - a.reserved - a.spent, 0) end as rest
          from accounts c
          left join budget own on own.subject = c.subject and own.unit = c.unit
          left join budget general on general.subject = split_part(c.subject, ':', 1) || ':*' and general.unit = c.unit
          left join budget_account a on a.account = c.account),
        fitting as (
          select q.job_id, k.rest, sum(q.held_amount) over (partition by q.held_for order by q.priority desc, q.rank, q.arrival) as upto
          from known k join queue_job q on q.held_for = k.account and (k.rest is null or q.held_amount <= k.rest)),
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
