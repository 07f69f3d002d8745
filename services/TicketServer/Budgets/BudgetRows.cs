using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using TicketFlow.EventStore.Events;
using TicketFlow.Pricing;

namespace TicketFlow.TicketServer.Budgets;

/// <summary>Reads and writes rows of <c>budget</c> and <c>budget_tariff</c>. Both change rarely: a statement each.</summary>
internal static class BudgetRows
{
    public const string SelectBudgets =
        "select subject, unit, amount, mode, time_zone, warn_percent, unknown_pages, contact from budget order by subject, unit";

    public const string SelectTariffs = "select name, version, document::text from budget_tariff order by name, version";

    private const string Set = """
        insert into budget (subject, unit, amount, mode, time_zone, warn_percent, unknown_pages, contact)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (subject, unit) do update set amount = excluded.amount, mode = excluded.mode, time_zone = excluded.time_zone,
          warn_percent = excluded.warn_percent, unknown_pages = excluded.unknown_pages, contact = excluded.contact
        """;

    private const string Remove = "delete from budget where subject = $1 and unit = $2";

    private const string SetTariff = """
        insert into budget_tariff (name, version, document) values ($1, $2, $3::jsonb) on conflict (name, version) do nothing
        """;

    private const string RemoveTariff = "delete from budget_tariff where name = $1 and version = $2";

    public static void Add(NpgsqlBatch batch, IReadOnlyList<IEvent> events)
    {
        foreach (var @event in events)
        {
            var command = @event.Data switch
            {
                BudgetSet e => Command(
                    Set, e.Subject, e.Unit, e.Amount, e.Mode, e.TimeZone, e.WarnPercent, e.UnknownPages, e.Contact),
                BudgetRemoved e => Command(Remove, e.Subject, e.Unit),
                TariffVersionSet e => Command(SetTariff, e.Name, e.Version, e.Document.GetRawText()),
                TariffVersionWithdrawn e => Command(RemoveTariff, e.Name, e.Version),
                _ => null,
            };
            if (command is not null)
            {
                batch.BatchCommands.Add(command);
            }
        }
    }

    public static BudgetSet Budget(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetDecimal(2), row.GetString(3), row.GetString(4), row.GetInt32(5), row.GetInt32(6),
        row.GetText(7));

    public static TariffVersionSet Tariff(NpgsqlDataReader row)
    {
        using var document = JsonDocument.Parse(row.GetString(2));
        return new TariffVersionSet(row.GetString(0), row.GetInt32(1), document.RootElement.Clone());
    }

    private static NpgsqlBatchCommand Command(string sql, params object?[] values)
    {
        var command = Sql.Command(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value is null
                ? new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text }
                : new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
