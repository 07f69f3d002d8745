using TicketFlow.Reporting.Ledger;

namespace TicketFlow.Reporting.Statistics;

/// <summary>What one outcome adds to the statistics, and for whom: a row of <c>usage_entry</c>.</summary>
internal sealed record UsageEntry(Outcome Outcome, UsageSubject Subject, Usage Usage)
{
    public static UsageEntry Of(Outcome outcome)
    {
        var usage = new Usage();
        usage.Add(outcome);
        return new(outcome, UsageSubject.Of(outcome), usage);
    }
}
