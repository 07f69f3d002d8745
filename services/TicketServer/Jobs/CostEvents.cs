namespace TicketFlow.TicketServer.Jobs;

// What a job takes from budgets. Storage format: add optional members only; names are mapped in JobEventTypes. They are appended together
// with the event they follow from, so that no crash comes between the job and the money.

/// <summary>A fact of a job's costs; it moves nothing in a queue.</summary>
public abstract record CostEvent : JobEvent
{
    private protected CostEvent()
    {
    }
}

/// <summary>A part of a budget.</summary>
/// <param name="Subject">Whose budget: <c>user:domain\name</c>, <c>department:name</c> or <c>cost-centre:name</c>.</param>
/// <param name="Unit"><c>pages</c>, or a currency of ISO 4217.</param>
/// <param name="Period">The month, like 2026-11, by the budget's time zone when it was reserved.</param>
/// <param name="Amount">Never negative.</param>
/// <param name="Enforced">It was only taken because it was there: whoever races for the same rest must lose.</param>
public sealed record BudgetShare(string Subject, string Unit, string Period, decimal Amount, bool Enforced = false)
{
    /// <summary>Key of the account.</summary>
    public string Account => $"{Subject}|{Unit}|{Period}";
}

/// <summary>The job may print, and what it will cost is put aside.</summary>
/// <param name="Advice">What the user is told of it; null as a rule.</param>
public sealed record CostReserved(IReadOnlyList<BudgetShare> Shares, JobAdvice? Advice = null) : CostEvent;

/// <summary>The job printed: what was put aside is spent.</summary>
/// <param name="Reserved">What is no longer put aside; empty when it had been given back already.</param>
/// <param name="Spent">What it cost.</param>
public sealed record CostSettled(IReadOnlyList<BudgetShare> Reserved, IReadOnlyList<BudgetShare> Spent) : CostEvent;

/// <summary>What was put aside is given back.</summary>
/// <param name="Reason">Why: the event that followed, or <c>moved</c>.</param>
public sealed record CostRefunded(IReadOnlyList<BudgetShare> Shares, string Reason) : CostEvent;

/// <summary>What a job has of budgets.</summary>
/// <param name="Shares">What is, or was last, put aside.</param>
/// <param name="IsReserved">Whether it still is.</param>
/// <param name="IsSettled">Whether it was spent.</param>
public sealed record JobCost(IReadOnlyList<BudgetShare> Shares, bool IsReserved, bool IsSettled);
