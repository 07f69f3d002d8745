using Npgsql;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.TicketServer.Leases;

/// <summary>A lease that stands, as renewals left it.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="LeaseId">The lease.</param>
/// <param name="Agent">Who keeps it.</param>
/// <param name="SilentAt">When it ends if the agent is not heard of, UTC.</param>
/// <param name="Until">When it ends at the latest, UTC.</param>
public sealed record StandingLease(string Resource, string LeaseId, string Agent, DateTimeOffset SilentAt, DateTimeOffset Until);

/// <summary>
/// Rows of <c>queue_lease</c>. Renewals are not events (design D4): they move the row's deadline, and nothing else knows of them. A row
/// that is claimed because its time has come is not renewed any more, so that nobody is promised time that ends at once.
/// </summary>
public sealed class LeaseRows(NpgsqlDataSource database)
{
    private const string Columns = "resource, lease_id, agent, silent_at, until";

    private const string RenewRow = $"""
        update queue_lease set silent_at = least(until, greatest(silent_at, $3)) where lease_id = $1 and agent = $2 and not ending
        returning {Columns}
        """;

    private const string ClaimRows = $"""
        update queue_lease set ending = true
        where resource in (select resource from queue_lease where silent_at <= $1 and ($2 or ending or until <= $1)
          order by silent_at limit 500 for update skip locked)
        returning {Columns}
        """;

    private const string FindRow = $"select {Columns} from queue_lease where lease_id = $1 and agent = $2";

    /// <summary>Moves the deadline; null: there is no such lease of this agent, or it is ending.</summary>
    public async Task<StandingLease?> RenewAsync(string leaseId, string agent, DateTimeOffset silentAt, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(RenewRow);
        command.Parameters.Add(new() { Value = leaseId });
        command.Parameters.Add(new() { Value = agent });
        command.Parameters.Add(new() { Value = silentAt.UtcDateTime });
        return (await ReadAsync(command, cancellation)).FirstOrDefault();
    }

    /// <summary>The lease of an agent, whether it is ending or not.</summary>
    public async Task<StandingLease?> FindAsync(string leaseId, string agent, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(FindRow);
        command.Parameters.Add(new() { Value = leaseId });
        command.Parameters.Add(new() { Value = agent });
        return (await ReadAsync(command, cancellation)).FirstOrDefault();
    }

    /// <summary>Claims the leases whose time has come; one that was claimed and did not end comes up again.</summary>
    /// <param name="now">UTC.</param>
    /// <param name="silentToo">Also those that end only because their agent was silent.</param>
    public async Task<List<StandingLease>> ClaimAsync(DateTimeOffset now, bool silentToo, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(ClaimRows);
        command.Parameters.Add(new() { Value = now.UtcDateTime });
        command.Parameters.Add(new() { Value = silentToo });
        return await ReadAsync(command, cancellation);
    }

    /// <summary>
    /// The command that keeps the table, for an event of a lease. A table that is filled again knows no renewals: its leases get a whole
    /// silence from then on.
    /// </summary>
    public static NpgsqlBatchCommand Of(ResourceEvent fact) => fact switch
    {
        LeaseGranted e => new(
            """
            insert into queue_lease (resource, lease_id, agent, domain_name, user_name, since, until, silent_at)
            values ($1, $2, $3, $4, $5, $6, $7, least($7, greatest($8, now() + ($8 - $6))))
            """)
        {
            Parameters =
            {
                new() { Value = e.Name }, new() { Value = e.LeaseId }, new() { Value = e.Agent }, new() { Value = e.Domain },
                new() { Value = e.User }, new() { Value = e.From.UtcDateTime }, new() { Value = e.Until.UtcDateTime },
                new() { Value = e.SilentAt.UtcDateTime },
            },
        },
        LeaseEnded e => new("delete from queue_lease where resource = $1") { Parameters = { new() { Value = e.Name } } },
        _ => throw new NotSupportedException($"{fact.GetType().Name} is no event of a lease."),
    };

    private static async Task<List<StandingLease>> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<StandingLease>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(Row(reader));
        }

        return rows;
    }

    private static StandingLease Row(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetMoment(3)!.Value, row.GetMoment(4)!.Value);
}
