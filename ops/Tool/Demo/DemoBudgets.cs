using TicketFlow.EventStore.Transfer;
using TicketFlow.TicketServer.Budgets;
using TicketFlow.TicketServer.Jobs;

namespace TicketFlow.Ops.Demo;

/// <summary>Two budgets in pages: one of which people are warned at the month's end, one that is nearly used up.</summary>
internal static class DemoBudgets
{
    private const string WarnedDepartment = "Warehouse";

    /// <summary>The most diligent of the lawyers.</summary>
    private static readonly DemoPerson NearlyThere = DemoWorld.People.First(p => p.Department == "Legal");

    /// <summary>Whose budget pays for what somebody prints; null: there is none.</summary>
    public static string? SubjectOf(DemoPerson who) =>
        who.Department == WarnedDepartment ? BudgetSubjects.Department(WarnedDepartment)
        : who == NearlyThere ? BudgetSubjects.User(DemoWorld.Domain, who.User) : null;

    /// <summary>The budgets as they were set before the month, so that the month's jobs used so much of them.</summary>
    public static IEnumerable<PastEvent> Events(DemoMonth month, IReadOnlyList<PastEvent> jobs)
    {
        var spent = jobs.Select(e => e.Data).OfType<CostSettled>().SelectMany(e => e.Spent)
            .GroupBy(share => share.Subject, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Sum(share => share.Amount), StringComparer.Ordinal);
        foreach (var (subject, used, mode) in (IEnumerable<(string, decimal, string)>)
        [
            (BudgetSubjects.Department(WarnedDepartment), 0.86m, BudgetModes.Warn), (SubjectOf(NearlyThere)!, 0.97m, BudgetModes.Hold),
        ])
        {
            var amount = Math.Ceiling(spent.GetValueOrDefault(subject, 100) / used);
            var fact = new BudgetSet(subject, BudgetBook.Pages, amount, mode, "UTC", 80, 1, "Olga Berg, 2211");
            yield return new PastEvent(fact.StreamKey, null, fact, month.Start.AddDays(-1), "operator:finance");
        }
    }
}
