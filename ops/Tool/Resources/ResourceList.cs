using System.Globalization;
using TicketFlow.EventStore;

namespace TicketFlow.Ops.Resources;

/// <summary><c>resource list</c>.</summary>
internal static class ResourceList
{
    private const string Query = """
        select r.name, r.kind, r.longest_lease, coalesce(r.location, ''), l.domain_name || '\' || l.user_name, l.agent, l.since, l.until,
          l.lease_id, r.enabled
        from queue_resource r left join queue_lease l on l.resource = r.name
        where r.longest_lease is not null order by r.name
        """;

    public static async Task<int> ShowAsync(DocumentStore store, bool json, CancellationToken cancellation)
    {
        await using var command = store.DataSource.CreateCommand(Query);
        return await Listing.ShowAsync(
            command,
            json,
            ["resource", "kind", "longest", "who has it", "agent", "since (UTC)", "until (UTC)", "location"],
            reader => new
            {
                name = reader.GetString(0),
                kind = reader.GetString(1),
                longestSeconds = reader.GetInt32(2),
                location = reader.GetString(3),
                user = reader.GetText(4),
                agent = reader.GetText(5),
                since = reader.GetMoment(6),
                until = reader.GetMoment(7),
                lease = reader.GetText(8),
                enabled = reader.GetBoolean(9),
            },
            row =>
            [
                row.name, row.kind, TimeSpan.FromSeconds(row.longestSeconds).ToString("c", CultureInfo.InvariantCulture),
                row.user ?? (row.enabled ? "(free)" : "(out of service)"), row.agent ?? "", Text(row.since), Text(row.until), row.location,
            ],
            cancellation);
    }

    private static string Text(DateTimeOffset? moment) =>
        moment?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";
}
