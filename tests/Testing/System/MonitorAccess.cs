using Npgsql;
using TicketFlow.Messaging.Administration;
using TicketFlow.Testing.Postgres;
using TicketFlow.Testing.RabbitMq;

namespace TicketFlow.SystemUnderTest;

/// <summary>
/// The monitor's restricted role and account, as ops/up makes them. To be made before the ticket server starts, who lets the role in.
/// </summary>
internal sealed record MonitorAccess(string Database, Uri Broker)
{
    private const string Role = "ticketflow_monitor";
    private const string Password = "role-of-the-monitor-in-tests";

    public static async Task<MonitorAccess> CreateAsync(
        PostgresDatabase database, RabbitMqVirtualHost virtualHost, BrokerAdministration administration)
    {
        await database.ExecuteAsync($"""
            do $$ begin
              create role {Role} login password '{Password}' in role pg_read_all_stats;
            exception when duplicate_object or unique_violation then null;
            end $$;
            create schema monitor authorization {Role};
            """);
        var account = await administration.EnsureMonitorAccountAsync("monitor." + virtualHost.Name);
        return new MonitorAccess(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = Role, Password = Password }.ConnectionString,
            virtualHost.UriOf(account.UserName, account.Password));
    }
}
