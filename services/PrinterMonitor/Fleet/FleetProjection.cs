using Npgsql;
using NpgsqlTypes;
using TicketFlow.EventStore.Events;
using TicketFlow.EventStore.Projections;

namespace TicketFlow.PrinterMonitor.Fleet;

/// <summary>
/// The monitor's own view of the log: which resources there are and where (design section 2: never another service's tables).
/// </summary>
internal sealed class FleetProjection : EventProjection
{
    /// <summary>All monitors listen here.</summary>
    public const string Channel = "monitor_fleet";

    private const string Register = """
        insert into monitor.target (resource, kind, address, mechanism, location, changed) values ($1, $2, $3, $4, $5, $6)
        on conflict (resource) do update set
          kind = excluded.kind, address = excluded.address, mechanism = excluded.mechanism, location = excluded.location, changed = excluded.changed
        """;

    private const string Change = "update monitor.target set address = $2, mechanism = $3, location = $4, changed = $5 where resource = $1";

    private const string Enable = "update monitor.target set enabled = $2, changed = $3 where resource = $1";

    private const string Choose = """
        update monitor.target set protocol = $2, host = $3, port = $4, version = $5, credential = $6, changed = $7 where resource = $1
        """;

    public override string Name => "MonitorFleet";

    public override IReadOnlyCollection<Type> EventTypes { get; } = [.. FleetFacts.Aliases.Keys];

    /// <summary>Applied by the monitor's own groundwork: its role may not touch the store's schema.</summary>
    public override string SchemaSql => "";

    public override string TeardownSql => "truncate monitor.target";

    public override void Apply(IReadOnlyList<IEvent> events, NpgsqlBatch batch)
    {
        var before = batch.BatchCommands.Count;
        foreach (var @event in events)
        {
            if (@event.Data is FleetFact fact)
            {
                batch.BatchCommands.Add(CommandFor(fact).With(@event.Sequence, NpgsqlDbType.Bigint));
            }
        }

        if (batch.BatchCommands.Count > before)
        {
            batch.BatchCommands.Add(Sql.Command($"select pg_notify('{Channel}', '')"));
        }
    }

    private static NpgsqlBatchCommand CommandFor(FleetFact fact) => fact switch
    {
        ResourceRegistered e => Texts(Register, e.Name, e.Kind, e.Address, e.Mechanism, e.Location),
        ResourceChanged e => Texts(Change, e.Name, e.Address, e.Mechanism, e.Location),
        ResourceDisabled e => Texts(Enable, e.Name).With(false, NpgsqlDbType.Boolean),
        ResourceEnabled e => Texts(Enable, e.Name).With(true, NpgsqlDbType.Boolean),
        MonitoringChosen e => Texts(Choose, e.Name, e.Protocol, e.Host).With(e.Port, NpgsqlDbType.Integer)
            .With(e.Version, NpgsqlDbType.Text).With(e.Credential, NpgsqlDbType.Text),
        _ => throw new NotSupportedException($"{fact.GetType().Name} has no row rule."),
    };

    private static NpgsqlBatchCommand Texts(string sql, params string?[] values)
    {
        var command = Sql.Command(sql);
        foreach (var value in values)
        {
            command.With(value, NpgsqlDbType.Text);
        }

        return command;
    }
}
