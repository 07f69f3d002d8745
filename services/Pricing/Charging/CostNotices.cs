namespace TicketFlow.Pricing;

/// <summary>How services tell each other that what decides about costs has changed.</summary>
public static class CostNotices
{
    /// <summary>
    /// Channel of PostgreSQL's NOTIFY, without payload: a budget, a tariff or the organisation has changed; sent with the commit.
    /// </summary>
    public const string Channel = "ticketflow_budgets";
}
