using Npgsql;
using TicketFlow.EventStore.Events;
using TicketFlow.EventStore.Projections;
using TicketFlow.TicketServer.Leases;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.TicketServer.Access;

/// <summary>
/// The policy as it stands, kept in the transaction of the facts; every server is told which subjects changed, and which resources did in
/// a way that matters to admission.
/// </summary>
public sealed class AccessProjection : IInlineProjection
{
    /// <summary>Servers listen here; the payload is a subject or the key of a resource's stream, or empty for "all".</summary>
    public const string Channel = "ticketflow_access";

    /// <summary>More subjects than this in one transaction are not named one by one.</summary>
    private const int MostNamed = 100;

    private const string Remove = """
        delete from access_entry a using unnest($1, $2) as e (subject, name) where a.subject = e.subject and a.name = e.name
        """;

    private const string Write = """
        insert into access_entry (subject, name, value) select * from unnest($1, $2, $3)
        on conflict (subject, name) do update set value = excluded.value
        """;

    private const string Tell = $"select pg_notify('{Channel}', subject) from unnest($1) as s (subject)";

    public IReadOnlyCollection<Type> EventTypes { get; } =
    [
        .. AccessEventTypes.Aliases.Keys,
        typeof(ResourceRegistered), typeof(ResourceChanged), typeof(ResourceEnabled), typeof(ResourceDisabled),
        typeof(AcceptingStarted), typeof(AcceptingStopped), typeof(ResourceStopped), typeof(ResourceWorks),
        typeof(ExclusiveUseChosen), typeof(QueuedUseChosen),
    ];

    public string SchemaSql => Sql.Embedded("Access.AccessSchema.sql");

    public void Apply(IReadOnlyList<IEvent> events, NpgsqlBatch batch)
    {
        // The last word on an entry counts.
        var entries = new Dictionary<(string, string), PolicyEntry>();
        foreach (var entry in events.Select(e => e.Data).OfType<AccessEvent>().Select(PolicyEntry.Of))
        {
            entries[(entry.Subject, entry.Name)] = entry;
        }

        // Key order: two writers of the same entries wait for each other instead of deadlocking.
        var ordered = entries.Values.OrderBy(e => e.Subject, StringComparer.Ordinal).ThenBy(e => e.Name, StringComparer.Ordinal).ToList();
        Add(batch, Remove, [.. ordered.Where(e => e.Value is null)], withValue: false);
        Add(batch, Write, [.. ordered.Where(e => e.Value is not null)], withValue: true);
        var resources = events.Where(e => e.Data is ResourceEvent).Select(e => e.StreamKey);
        var subjects = ordered.Select(e => e.Subject).Concat(resources).Distinct(StringComparer.Ordinal).ToList();
        var tell = Sql.Command(Tell);
        tell.Add(subjects.Count > MostNamed ? [""] : subjects);
        batch.BatchCommands.Add(tell);
    }

    private static void Add(NpgsqlBatch batch, string sql, List<PolicyEntry> entries, bool withValue)
    {
        if (entries.Count == 0)
        {
            return;
        }

        var command = Sql.Command(sql);
        command.Add(entries.Select(e => e.Subject));
        command.Add(entries.Select(e => e.Name));
        if (withValue)
        {
            command.Add(entries.Select(e => e.Value));
        }

        batch.BatchCommands.Add(command);
    }
}
