using System.Globalization;
using TicketFlow.EventStore;
using TicketFlow.SystemUnderTest;
using TicketFlow.TicketServer;
using TicketFlow.TicketServer.Budgets;

namespace TicketFlow.Benchmarks.Jobs;

/// <summary>
/// Budgets that never end for whoever runs the bench, set by turns while the system runs. All its jobs are one user's, for agents prove
/// who prints: their budget is the hottest row there can be, whatever others there are beside it.
/// </summary>
internal sealed class BenchBudgets : IAsyncDisposable
{
    public const string None = "none";
    public const string Centre = "centre";
    public const string Users = "users";

    private const int OtherUsers = 1_999;
    private const string CostCentre = "bench";

    private const string Printing = """
        select (data ->> 'domain') || '\' || (data ->> 'user') from ticketflow.mt_events where type = 'job_opened' limit 1
        """;

    private readonly TicketFlowSystem _system;
    private readonly DocumentStore _store;
    private List<BudgetSet> _inForce = [];

    public BenchBudgets(TicketFlowSystem system)
    {
        var options = new StoreOptions { ConnectionString = system.Database.ConnectionString };
        TicketServerStore.Configure(options);
        options.Events.MapEventType(typeof(PersonAssigned), "person_assigned");
        (_system, _store) = (system, new DocumentStore(options));
    }

    public static IReadOnlyList<string> All { get; } = [None, Centre, Users];

    /// <summary>Reservations so far.</summary>
    public Task<long> ReservationsAsync() =>
        _system.Database.ScalarAsync<long>("select count(*) from ticketflow.mt_events where type = 'cost_reserved'");

    /// <summary>Takes away what is in force and sets others; running servers hear of it at once. Jobs have been printed already.</summary>
    public async Task SetAsync(string kind)
    {
        var session = _store.LightweightSession();
        foreach (var old in _inForce)
        {
            session.Events.Append(old.StreamKey, new BudgetRemoved(old.Subject, old.Unit));
        }

        var parts = (await _system.Database.ScalarAsync<string>(Printing)).Split('\\');
        _inForce = kind switch
        {
            Centre => [Endless(BudgetSubjects.CostCentre(CostCentre))],
            Users =>
            [
                Endless(BudgetSubjects.User(parts[0], parts[1])),
                .. Enumerable.Range(1, OtherUsers)
                    .Select(number => Endless(BudgetSubjects.User(parts[0], "other-" + number.ToString(CultureInfo.InvariantCulture)))),
            ],
            _ => [],
        };
        if (kind == Centre)
        {
            session.Events.Append("organisation", new PersonAssigned(parts[0], parts[1], null, CostCentre, [], DateTimeOffset.UnixEpoch));
        }

        foreach (var budget in _inForce)
        {
            session.Events.Append(budget.StreamKey, budget);
        }

        await session.SaveChangesAsync();
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private static BudgetSet Endless(string subject) =>
        new(subject, BudgetBook.Pages, 1_000_000_000, BudgetModes.Refuse, "UTC", 100, 1, null);
}
