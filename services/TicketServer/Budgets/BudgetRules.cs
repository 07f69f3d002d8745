using System.Globalization;
using TicketFlow.Contracts.Agents;
using TicketFlow.TicketServer.Jobs;

namespace TicketFlow.TicketServer.Budgets;

/// <summary>What the budgets say to a job.</summary>
/// <param name="Reservation">What is put aside; null when the job may not go.</param>
/// <param name="Mode">What happens to it then, one of <see cref="BudgetModes"/>.</param>
/// <param name="Text">Why, and whom to ask; null when it may go.</param>
/// <param name="Lacking">What was not left of which budget; null when it may go.</param>
public sealed record BudgetVerdict(CostReserved? Reservation, string Mode = "", string? Text = null, BudgetClaim? Lacking = null)
{
    /// <summary>The account that decided, for the record.</summary>
    public string Rule => "budget " + Lacking?.Share.Account;
}

/// <summary>Decides on reservations and what becomes of them. Pure.</summary>
public static class BudgetRules
{
    /// <summary>Whether the job may go, and what is put aside for it.</summary>
    /// <param name="claims">What it would take.</param>
    /// <param name="accounts">What is used of the accounts.</param>
    /// <param name="own">What the job itself has put aside already; it does not stand in its own way.</param>
    /// <param name="isForced">An operator wants it printed whatever it costs.</param>
    /// <param name="hasWaited">Its user was told that there was not enough, and is told now what is left, however much that is.</param>
    public static BudgetVerdict Judge(
        IReadOnlyList<BudgetClaim> claims, IReadOnlyDictionary<string, AccountState> accounts, IReadOnlyList<BudgetShare> own,
        bool isForced, bool hasWaited = false)
    {
        var rests = claims.Select(claim => (Claim: claim, Left: LeftFor(claim, accounts, own))).ToList();
        var beyond = rests.Where(r => r.Claim.Share.Amount > 0 && r.Claim.Share.Amount > r.Left).ToList();
        var blocking = beyond.Where(r => r.Claim.Set.Mode != BudgetModes.Warn).ToList();
        if (blocking.Count > 0 && !isForced)
        {
            var (claim, left) = blocking.OrderBy(r => r.Claim.Set.Mode == BudgetModes.Refuse ? 0 : 1).First();
            return new BudgetVerdict(null, claim.Set.Mode, TextBeyond(claim, left), claim);
        }

        return new BudgetVerdict(new CostReserved(
            [.. claims.Select(claim => isForced ? claim.Share with { Enforced = false } : claim.Share)], AdviceOf(rests, hasWaited)));
    }

    /// <summary>What becomes of a job's reservation when the job has ended; null when nothing does.</summary>
    public static CostEvent? Close(JobState job, JobEvent last, BudgetBook book, DateTimeOffset now) => (job.Cost, last) switch
    {
        (null or { IsSettled: true }, _) => null,

        // Given back already, and printed after all: it is spent all the same.
        ({ } cost, TransferCompleted done) => new CostSettled(
            cost.IsReserved ? cost.Shares : [], book.Settle(job, cost.Shares, now, done.Milliseconds)),
        ({ IsReserved: true } cost, _) => new CostRefunded(cost.Shares, job.Phase.ToString().ToLowerInvariant()),
        _ => null,
    };

    private static decimal LeftFor(
        BudgetClaim claim, IReadOnlyDictionary<string, AccountState> accounts, IReadOnlyList<BudgetShare> own)
    {
        var account = accounts.GetValueOrDefault(claim.Share.Account) ?? new AccountState(0, 0);
        var mine = own.Where(share => share.Account == claim.Share.Account).Sum(share => share.Amount);
        return claim.Set.Amount + account.Granted - account.Used + mine;
    }

    private static JobAdvice? AdviceOf(List<(BudgetClaim Claim, decimal Left)> rests, bool always)
    {
        foreach (var (claim, left) in rests)
        {
            var after = left - claim.Share.Amount;
            if (claim.Share.Amount > 0 && (always || after < claim.Set.Amount * (100 - claim.Set.WarnPercent) / 100))
            {
                return new JobAdvice(AdviceCodes.BudgetLow, TextLow(claim, after), null);
            }
        }

        return null;
    }

    private static string TextBeyond(BudgetClaim claim, decimal left) =>
        $"This job costs {Shown(claim.Share.Amount, claim)}, and {Shown(Math.Max(0, left), claim)} of the budget of {Whose(claim)} are left "
        + $"this month. Ask {claim.Set.Contact ?? "the helpdesk"} for more, or wait for the next month.";

    private static string TextLow(BudgetClaim claim, decimal after) => after < 0
        ? $"This job costs {Shown(claim.Share.Amount, claim)} and goes {Shown(-after, claim)} beyond the budget of {Whose(claim)} for this "
            + $"month. Ask {claim.Set.Contact ?? "the helpdesk"} if that is a mistake."
        : $"This job costs {Shown(claim.Share.Amount, claim)}; after it {Shown(after, claim)} of the budget of {Whose(claim)} are left "
            + "this month.";

    private static string Shown(decimal amount, BudgetClaim claim) =>
        amount.ToString(claim.Share.Unit == BudgetBook.Pages ? "0.##" : "0.00##", CultureInfo.InvariantCulture) + " " + claim.Share.Unit;

    private static string Whose(BudgetClaim claim) => claim.Share.Subject.Replace("user:", "", StringComparison.Ordinal).Replace(':', ' ');
}
