using TicketFlow.Pricing;
using TicketFlow.Reporting.Ledger;

namespace TicketFlow.Reporting.Costs;

/// <summary>What an outcome costs. Pure.</summary>
internal static class PricedOutcome
{
    /// <summary>
    /// The charge; null when the outcome costs nobody anything: a refused request, an attempt the job lives on after, no tariff in force, a
    /// lease without a price per minute.
    /// A job ends as completed at most once, so one that was interrupted and sent again is charged once, by its completion.
    /// </summary>
    public static Charge? Charge(Outcome outcome, TariffBook book, string? title = null)
    {
        if (!outcome.IsFinal || outcome.Kind == OutcomeKinds.Refused)
        {
            return null;
        }

        var job = JobOf(outcome);
        if (book.InForce(job) is not { } tariff)
        {
            return null;
        }

        var isUsed = outcome.Kind is OutcomeKinds.Completed or OutcomeKinds.Leased;
        var price = isUsed ? Pricer.Of(job, tariff) : Pricer.Refunded(tariff, Reason(outcome));
        if (outcome.Kind == OutcomeKinds.Leased && (price.Lines.Count == 0 || outcome.PrintMs is null or 0))
        {
            return null;
        }

        return new Charge(
            outcome.Sequence, outcome.JobId, outcome.At, job.Domain, job.User, outcome.Department, outcome.CostCentre, job.Resource, title,
            outcome.Kind, outcome.Grade, price.Tariff, price.Version, price.Currency, price.Net, price.Lines);
    }

    /// <summary>What a tariff may know of the outcome's job.</summary>
    public static PricedJob JobOf(Outcome outcome) => new(
        outcome.At, outcome.Domain ?? "", outcome.User ?? "", outcome.Resource ?? "", outcome.Bytes)
    {
        Kind = outcome.ResourceKind,
        Department = outcome.Department,
        CostCentre = outcome.CostCentre,
        Groups = outcome.Groups,
        Pages = outcome.Pages,
        Copies = outcome.Copies,
        Colour = outcome.Colour,
        Sides = outcome.Sides,
        Paper = outcome.Paper,
        Sheets = outcome.Sheets,
        IsLease = outcome.Kind == OutcomeKinds.Leased,
        Lasted = outcome.PrintMs is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
    };

    private static string Reason(Outcome outcome) => outcome.Code is { } code
        ? $"Not charged: the job was {outcome.Kind} ({code})"
        : $"Not charged: the job was {outcome.Kind}";
}
