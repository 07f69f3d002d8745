using Npgsql;
using TicketFlow.EventStore.Events;
using TicketFlow.EventStore.Projections;
using TicketFlow.Pricing;
using TicketFlow.TicketServer.Jobs;

namespace TicketFlow.TicketServer.Budgets;

/// <summary>
/// Budgets and their accounts, kept in the transaction of the events; also the arbiter between jobs that race for the last of a budget.
/// </summary>
/// <param name="arbitrates">False for a replay: what was allowed once stays allowed.</param>
public sealed class BudgetProjection(bool arbitrates = true) : IInlineProjection
{
    /// <summary>Servers listen here.</summary>
    public const string Channel = CostNotices.Channel;

    /// <summary>SQLSTATE of a reservation that came too late.</summary>
    public const string Exhausted = "TFB01";

    /// <summary>In key order: two servers wait for each other instead of deadlocking.</summary>
    private const string Move = """
        insert into budget_account as a (account, subject, unit, period, reserved, spent, granted)
        select * from unnest($1, $2, $3, $4, $5, $6, $7) as m (account, subject, unit, period, reserved, spent, granted) order by m.account
        on conflict (account) do update set
          reserved = a.reserved + excluded.reserved, spent = a.spent + excluded.spent, granted = a.granted + excluded.granted
        """;

    private const string Demand = "select budget_demand($1)";

    private const string Tell = $"select pg_notify('{Channel}', '')";

    public IReadOnlyCollection<Type> EventTypes { get; } =
    [
        .. BudgetEventTypes.Aliases.Keys, .. TariffEventTypes.Aliases.Keys, typeof(CostReserved), typeof(CostSettled), typeof(CostRefunded),
        typeof(JobHeld),
    ];

    public string SchemaSql => Sql.Embedded("Budgets.BudgetSchema.sql");

    public void Apply(IReadOnlyList<IEvent> events, NpgsqlBatch batch)
    {
        BudgetRows.Add(batch, events);
        var moves = new AccountMoves();
        foreach (var @event in events)
        {
            moves.Take(@event.Data);
        }

        AddMoves(batch, moves);
        if (arbitrates)
        {
            HeldForBudget.AddWake(batch, events, moves.Loosened);
        }

        if (arbitrates && events.Any(e => e.Data is BudgetEvent or TariffEvent))
        {
            batch.BatchCommands.Add(Sql.Command(Tell));
        }
    }

    private void AddMoves(NpgsqlBatch batch, AccountMoves moves)
    {
        if (moves.Rows.Count == 0)
        {
            return;
        }

        var command = Sql.Command(Move);
        command.Add(moves.Rows.Select(row => row.Key));
        command.Add(moves.Rows.Select(row => row.Value.Subject));
        command.Add(moves.Rows.Select(row => row.Value.Unit));
        command.Add(moves.Rows.Select(row => row.Value.Period));
        command.Add(moves.Rows.Select(row => row.Value.Reserved));
        command.Add(moves.Rows.Select(row => row.Value.Spent));
        command.Add(moves.Rows.Select(row => row.Value.Granted));
        batch.BatchCommands.Add(command);
        if (arbitrates && moves.Demanded.Count > 0)
        {
            var demand = Sql.Command(Demand);
            demand.Add(moves.Demanded.Order(StringComparer.Ordinal));
            batch.BatchCommands.Add(demand);
        }
    }
}
