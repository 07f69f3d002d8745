using Npgsql;
using TicketFlow.Delivery.AlertRules;

namespace TicketFlow.TicketServer.Support;

/// <summary>Where a resource stands, as far as rules look at it.</summary>
internal sealed record ResourcePlace(string? Location, string Address);

/// <summary>
/// Who hears of a fault from the printer monitor by an alert rule, and so not from here as well: the same trouble is one letter to the same
/// address. Only what the monitor found; and a receiver that names the kinds it wants gets them whatever the rules say.
/// </summary>
internal sealed record ToldByRule(
    AlertRuleBook Rules, IReadOnlyDictionary<string, ResourcePlace> Places, IReadOnlyDictionary<string, string[]> LastCauses)
{
    /// <summary>Whether a rule tells this receiver.</summary>
    /// <param name="receiver">As configured.</param>
    /// <param name="notice">What happened. That a resource works again belongs to the causes of its last stop.</param>
    public bool Covers(ReceiverOptions receiver, SupportNotice notice)
    {
        if (receiver.Kinds.Count > 0 || notice.Source != Health.HealthDecider.Monitor || notice.Resource is not { } resource
            || Places.GetValueOrDefault(resource) is not { } place)
        {
            return false;
        }

        var causes = notice.Kind == SupportKinds.ResourceWorks ? LastCauses.GetValueOrDefault(resource) ?? [] : notice.Causes ?? [];
        var site = Site.Of(place.Location, place.Address);
        return causes.Any(cause => Rules.Covering(resource, site, cause)
            .Any(rule => rule.Receivers.Any(to => IsSame(receiver, to)) && (notice.Kind != SupportKinds.ResourceWorks || rule.TellsEnd)));
    }

    private static bool IsSame(ReceiverOptions receiver, string address) => receiver.Webhook is { } url
        ? string.Equals(url, address, StringComparison.Ordinal)
        : string.Equals(receiver.Mail, address, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Reads what <see cref="ToldByRule"/> decides by. Used by one caller at a time.</summary>
internal sealed class RuleReader(EventStore.IDocumentStore store)
{
    private const string PlacesOf = "select name, location, address from queue_resource where name = any($1)";

    private const string LastCausesOf = """
        select distinct on (resource) resource, causes from support_notice
        where kind = 'resource-stopped' and resource = any($1) order by resource, at desc
        """;

    private AlertRuleBook _rules = AlertRuleBook.Empty;
    private long _version;

    /// <summary>For these notices; null when no rule can be about any of them.</summary>
    public async Task<ToldByRule?> ReadAsync(
        IEnumerable<SupportNotice> notices, NpgsqlConnection connection, CancellationToken cancellation)
    {
        string[] resources = [.. notices.Select(n => n.Resource).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (resources.Length == 0 || (await RulesAsync(cancellation)).Rules.IsEmpty)
        {
            return null;
        }

        return new ToldByRule(
            _rules,
            (await RowsAsync(connection, PlacesOf, resources, Place, cancellation)).ToDictionary(r => r.Name, r => r.Place),
            (await RowsAsync(connection, LastCausesOf, resources, Causes, cancellation)).ToDictionary(r => r.Name, r => r.Causes));
    }

    private async Task<AlertRuleBook> RulesAsync(CancellationToken cancellation)
    {
        var events = store.LightweightSession().Events;
        var version = (await events.FetchStreamStateAsync(AlertRuleStream.Key, cancellation))?.Version ?? 0;
        if (version != _version)
        {
            _rules = await events.AggregateStreamAsync<AlertRuleBook>(AlertRuleStream.Key, version, cancellation: cancellation)
                ?? AlertRuleBook.Empty;
            _version = version;
        }

        return _rules;
    }

    private static async Task<List<T>> RowsAsync<T>(
        NpgsqlConnection connection, string sql, string[] resources, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new() { Value = resources });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private static (string Name, ResourcePlace Place) Place(NpgsqlDataReader row) =>
        (row.GetString(0), new ResourcePlace(row.GetText(1), row.GetString(2)));

    private static (string Name, string[] Causes) Causes(NpgsqlDataReader row) => (row.GetString(0), row.GetFieldValue<string[]>(1));
}
