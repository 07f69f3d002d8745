using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Queues;

namespace TicketFlow.TicketServer.Budgets;

/// <summary>
/// Lets the money follow what was decided about a job, before it is committed: both are one append. While nobody has a budget this asks
/// nothing and adds nothing.
/// </summary>
public interface ICostFollower
{
    /// <summary>Adds what follows to the saga's events, or has it decide otherwise.</summary>
    /// <param name="saga">With its decision taken.</param>
    /// <param name="before">The job before it; null for a new one.</param>
    ValueTask FollowAsync(JobLifecycleSaga saga, JobState? before, CancellationToken cancellation);
}

/// <inheritdoc/>
internal sealed class CostFollower(BudgetWatch watch, BudgetAccounts accounts, SpeedBook speeds, TimeProvider clock) : ICostFollower
{
    /// <summary>What is given back because the job goes elsewhere, or must wait for money.</summary>
    private const string Moved = "moved";

    public ValueTask FollowAsync(JobLifecycleSaga saga, JobState? before, CancellationToken cancellation)
    {
        if (saga.Decided.Count == 0 || saga.Job is not { } job)
        {
            return default;
        }

        if (job.IsEnded)
        {
            if (job.Cost is not null && BudgetRules.Close(job, saga.Decided[^1], watch.Current, clock.GetUtcNow()) is { } closing)
            {
                saga.Follow(closing);
            }

            return default;
        }

        return watch.Current.IsEmpty || !IsToBePaid(job, saga.Decided) ? default : ReserveAsync(saga, before, job, cancellation);
    }

    /// <summary>The job came into a queue: nothing is put aside for it yet, or it came from another printer.</summary>
    private static bool IsToBePaid(JobState job, List<JobEvent> decided) => job.Phase == JobPhase.Waiting && decided[^1] switch
    {
        JobDescribed or ResendChosen or JobReleased => job.Cost is not { IsReserved: true },
        JobMoved => true,
        _ => false,
    };

    private async ValueTask ReserveAsync(JobLifecycleSaga saga, JobState? before, JobState job, CancellationToken cancellation)
    {
        var claims = watch.Current.ClaimsOf(job, clock.GetUtcNow(), speeds.UsualAt(job.Resource!));
        var own = job.Cost is { IsReserved: true } cost ? cost.Shares : [];
        if (claims.Count == 0)
        {
            GiveBack(saga, own);
            return;
        }

        var isForced = saga.Actor.StartsWith("operator:", StringComparison.Ordinal);
        var hasWaited = saga.Decided[^1] is JobReleased { Reason: HoldReasons.Budget };
        var verdict = BudgetRules.Judge(claims, await accounts.ReadAsync(claims, cancellation), own, isForced, hasWaited);
        if (verdict.Reservation is not { } reservation)
        {
            TurnAway(saga, before, job, verdict, own);
        }
        else if (own.Count == 0 || !own.SequenceEqual(reservation.Shares))
        {
            GiveBack(saga, own);
            saga.Follow(reservation);
        }
    }

    private static void GiveBack(JobLifecycleSaga saga, IReadOnlyList<BudgetShare> own)
    {
        if (own.Count > 0)
        {
            saga.Follow(new CostRefunded(own, Moved));
        }
    }

    /// <summary>
    /// A request is refused when a budget says so. What has a place in a queue already is held, so that its user or an operator decides.
    /// </summary>
    private void TurnAway(
        JobLifecycleSaga saga, JobState? before, JobState job, BudgetVerdict verdict, IReadOnlyList<BudgetShare> own)
    {
        if (before is null && verdict.Mode == BudgetModes.Refuse)
        {
            saga.Replace(before, Refused(job, verdict));
        }
        else if (before is { Phase: JobPhase.Opened } && verdict.Mode == BudgetModes.Refuse)
        {
            saga.Replace(before, Decision.Record(new JobCancelled(StopCodes.OverQuota)));
        }
        else if (before is { Phase: JobPhase.Held, HoldReason: HoldReasons.Budget } && saga.Decided[^1] is JobReleased)
        {
            saga.Replace(before, StaysHeld(saga, before, verdict));
        }
        else
        {
            saga.Take(new Decision([HoldFor(verdict)], saga.Answer), saga.Actor);
            GiveBack(saga, own);
        }
    }

    /// <summary>
    /// There is not enough yet. Its user is told again why. When the server itself had looked, what it waits for may be another month or
    /// another budget now; if it is the same nothing has happened, and what was given and is gone again is looked for once more later.
    /// </summary>
    private Decision StaysHeld(JobLifecycleSaga saga, JobState before, BudgetVerdict verdict)
    {
        var hold = HoldFor(verdict);
        return saga.Actor != JobLifecycleSaga.ServerActor
            ? Decision.Reply(JobNotices.TicketOf(before with { Advice = hold.Advice }))
            : before.WaitsFor == (hold.Lacks, hold.TryAt) ? Decision.Nothing : Decision.Record(hold);
    }

    private JobHeld HoldFor(BudgetVerdict verdict)
    {
        var (budget, share) = (verdict.Lacking!.Set, verdict.Lacking.Share);
        return new JobHeld(
            HoldReasons.Budget, AdviceOf(verdict), share with { Enforced = false }, BudgetBook.NextPeriod(budget, clock.GetUtcNow()));
    }

    private static JobAdvice AdviceOf(BudgetVerdict verdict) => new(AdviceCodes.BudgetExhausted, verdict.Text!, null);

    private static Decision Refused(JobState job, BudgetVerdict verdict) => new(
        [
            new JobRefused(
                job.JobId, job.Agent, job.Key, job.RequestNumber, RefusalCodes.OverQuota, verdict.Rule, verdict.Text!, job.Resource,
                job.Domain, job.User),
        ],
        new Refusal(
            job.RequestNumber, RefusalCodes.OverQuota, verdict.Text!, job.Key, job.JobId,
            HelpdeskText: $"{verdict.Rule} is used up. More for this month: ticketflow-ops budget grant"));
}
