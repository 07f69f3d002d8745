using Npgsql;
using NpgsqlTypes;
using TicketFlow.Delivery.AlertRules;
using TicketFlow.PrinterMonitor.Alerts.Rules;
using TicketFlow.PrinterMonitor.Changes;

namespace TicketFlow.PrinterMonitor.Alerts;

/// <summary>Notes every change of health for the alerts, in the change's own transaction, and wakes whichever monitor looks after
/// alerts.</summary>
internal sealed class AlertReaction : IHealthReaction
{
    private const string Insert = $"""
        with news as (
          insert into monitor.alert_change (resource, version, at, causes, site, text)
          select * from unnest($1, $2, $3, $4, $5, $6) returning 1)
        select pg_notify('{AlertRuleEventTypes.Channel}', '')
        """;

    public void AddTo(NpgsqlBatch batch, IReadOnlyList<TargetChange> changes)
    {
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Insert)
        {
            Parameters =
            {
                Column(changes, c => c.Change.Resource, NpgsqlDbType.Text),
                Column(changes, c => c.Change.Version, NpgsqlDbType.Bigint),
                Column(changes, c => c.Change.At.UtcDateTime, NpgsqlDbType.TimestampTz),
                Column(changes, c => string.Join(' ', c.Change.Causes), NpgsqlDbType.Text),
                Column(changes, c => Site.Of(c.Target.Location, c.Target.Address), NpgsqlDbType.Text),
                Column(changes, c => c.Change.Text, NpgsqlDbType.Text),
            },
        });
    }

    public void Committed()
    {
        // The notification goes out with the commit, to all monitors.
    }

    private static NpgsqlParameter Column<T>(IReadOnlyList<TargetChange> changes, Func<TargetChange, T> value, NpgsqlDbType type) =>
        new() { Value = changes.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
}
