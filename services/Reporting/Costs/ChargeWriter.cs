using Npgsql;
using TicketFlow.Pricing;
using TicketFlow.Reporting.Ledger;

namespace TicketFlow.Reporting.Costs;

/// <summary>
/// One run over the log: keeps the tariffs as recorded so far, and prices each outcome with those before it. What is recorded later
/// never changes a charge.
/// </summary>
internal sealed class ChargeWriter : IOutcomeWriter
{
    private TariffBook? _book;

    public async ValueTask AddAsync(OutcomePage page, NpgsqlConnection connection, NpgsqlBatch batch, CancellationToken cancellation)
    {
        _book ??= await TariffRows.LoadAsync(connection, cancellation);
        var charges = Price(page);
        TariffRows.AddTo(batch, page.Events);
        if (charges.Count > 0)
        {
            batch.BatchCommands.Add(ChargeRows.Write(charges));
        }
    }

    private List<Charge> Price(OutcomePage page)
    {
        var charges = new List<Charge>(page.Outcomes.Count);
        var next = 0;
        foreach (var (fact, sequence) in page.Events.Where(e => e.Data is TariffEvent).Select(e => ((TariffEvent)e.Data, e.Sequence)))
        {
            next = PriceUpTo(sequence, page.Outcomes, next, charges);
            _book = _book!.With(fact);
        }

        PriceUpTo(long.MaxValue, page.Outcomes, next, charges);
        return charges;
    }

    private int PriceUpTo(long sequence, IReadOnlyList<Outcome> outcomes, int next, List<Charge> charges)
    {
        for (; next < outcomes.Count && outcomes[next].Sequence < sequence; next++)
        {
            if (!_book!.IsEmpty && PricedOutcome.Charge(outcomes[next], _book) is { } charge)
            {
                charges.Add(charge);
            }
        }

        return next;
    }
}
