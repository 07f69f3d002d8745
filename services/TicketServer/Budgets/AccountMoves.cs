using TicketFlow.TicketServer.Jobs;

namespace TicketFlow.TicketServer.Budgets;

/// <summary>What one account gains and loses in a transaction.</summary>
internal sealed record AccountMove(string Subject, string Unit, string Period)
{
    public decimal Reserved { get; init; }

    public decimal Spent { get; init; }

    public decimal Granted { get; init; }
}

/// <summary>Sums up a transaction's events by account. Pure.</summary>
internal sealed class AccountMoves
{
    private readonly Dictionary<string, AccountMove> _rows = new(StringComparer.Ordinal);
    private readonly HashSet<string> _demanded = new(StringComparer.Ordinal);
    private readonly HashSet<string> _waitedFor = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, AccountMove> Rows => _rows;

    /// <summary>Accounts that must not be beyond their budget afterwards.</summary>
    public IReadOnlyCollection<string> Demanded => _demanded;

    /// <summary>
    /// Accounts with more left than before, and those a job began to wait for: what they got in the meantime it could not see.
    /// </summary>
    public IReadOnlyCollection<string> Loosened =>
        [.. _rows.Where(row => row.Value.Reserved + row.Value.Spent < row.Value.Granted).Select(row => row.Key).Union(_waitedFor)];

    public void Take(object fact)
    {
        switch (fact)
        {
            case CostReserved e:
                Each(e.Shares, (row, share) => row with { Reserved = row.Reserved + share.Amount });
                _demanded.UnionWith(e.Shares.Where(share => share is { Enforced: true, Amount: > 0 }).Select(share => share.Account));
                break;
            case CostSettled e:
                Each(e.Reserved, (row, share) => row with { Reserved = row.Reserved - share.Amount });
                Each(e.Spent, (row, share) => row with { Spent = row.Spent + share.Amount });
                break;
            case CostRefunded e:
                Each(e.Shares, (row, share) => row with { Reserved = row.Reserved - share.Amount });
                break;
            case JobHeld { Lacks: { } lacks }:
                // The row need not change, but has to be locked: whoever gives something meanwhile comes before or after, never between.
                Each([lacks], (row, _) => row);
                _waitedFor.Add(lacks.Account);
                break;
            case BudgetGranted e:
                Each(
                    [new BudgetShare(e.Subject, e.Unit, e.Period, e.Amount)],
                    (row, share) => row with { Granted = row.Granted + share.Amount });
                break;
        }
    }

    private void Each(IReadOnlyList<BudgetShare> shares, Func<AccountMove, BudgetShare, AccountMove> move)
    {
        foreach (var share in shares)
        {
            _rows[share.Account] = move(
                _rows.GetValueOrDefault(share.Account) ?? new AccountMove(share.Subject, share.Unit, share.Period), share);
        }
    }
}
