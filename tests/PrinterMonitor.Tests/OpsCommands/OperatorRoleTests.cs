using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TicketFlow.PrinterMonitor;
using TicketFlow.Testing.Postgres;

namespace PrinterMonitor.Tests.OpsCommands;

/// <summary>
/// The database as an administrator makes it, one role for the ticket server and its operators and one for the monitor: each can do its
/// work, and nothing else. On a server of its own, because roles are a server's, not a database's.
/// </summary>
public sealed class OperatorRoleTests : IAsyncLifetime
{
    private const string Operator = "ticketflow";
    private const string Monitor = "ticketflow_monitor";
    private const string Password = "password-of-a-role-in-tests";

    private PostgresServer _server = null!;
    private PostgresDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.StartPrivateAsync();
        _database = await _server.CreateDatabaseAsync();
        // As ops/lib/services.sh and docs/monitor.md say.
        await _database.ExecuteAsync($"""
            create role {Operator} login password '{Password}';
            create role {Monitor} login password '{Password}' in role pg_read_all_stats;
            create schema monitor authorization {Monitor};
            grant create on database {_database.Name} to {Operator};
            """);
    }

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        await _server.StopAsync();
    }

    [Fact]
    public async Task Operators_do_all_their_work_with_the_monitors_tables_and_nothing_else()
    {
        await PrepareAsync();
        foreach (var command in (string[][])
        [
            ["printers"], ["alert", "rule", "add", "paper", "--cause", "media-*", "--to", "paper@example.org"], ["alert", "rule", "list"],
            ["alert", "list"], ["alert", "ack", "hall-2"], ["alert", "letters"], ["discover", "127.0.0.9"], ["discover", "list"],
            ["discover", "approve", "1"], ["discover", "reject", "2"], ["printers", "--forecast"], ["alert", "rule", "remove", "paper"],
        ])
        {
            var (code, output, error) = await OpsProcess.RunAsync(As(Operator), command);
            code.ShouldBe(0, $"{string.Join(' ', command)}: {output}{error}");
        }

        (await _database.ColumnAsync("select state || ' ' || coalesce(resource, '') from monitor.proposal order by id"))
            .ShouldBe(["approved hall-9", "rejected "]);
        (await _database.ScalarAsync<string>("select acknowledged_by from monitor.alert_incident")).ShouldBe(Environment.UserName);
        await DeniedAsync(
            Operator,
            "update monitor.health set status = 'ready'", "insert into monitor.health (resource) values ('x')", "delete from monitor.health",
            "delete from monitor.outbox", "insert into monitor.outbox (type, routing_key, body) values ('RH1', 'x', '')",
            "update monitor.target set host = 'x'", "update monitor.alert_incident set cause = 'x'", "delete from monitor.alert_incident",
            "update monitor.alert_letter set state = 'sent'", "delete from monitor.proposal", "truncate monitor.target",
            "update monitor.instance set expires_at = now()", "drop table monitor.health", "create table monitor.mine (id int)");
    }

    [Fact]
    public async Task The_monitor_reads_the_log_and_changes_nothing_of_the_ticket_servers()
    {
        await PrepareAsync();
        await using (var source = NpgsqlDataSource.Create(As(Monitor)))
        await using (var read = source.CreateCommand("select count(*) from ticketflow.mt_events where type = 'resource_registered'"))
        {
            (await read.ExecuteScalarAsync()).ShouldBe(1L);
        }

        await DeniedAsync(
            Monitor,
            "delete from ticketflow.mt_events", "update ticketflow.mt_events set data = '{}'", "update ticketflow.mt_streams set version = 9",
            "select * from ticketflow.queue_resource", "select * from ticketflow.queue_job", "delete from ticketflow.mt_event_progression",
            "create table ticketflow.mine (id int)", "create schema mine");
    }

    /// <summary>A printer, the monitor's tables, trouble and two proposals.</summary>
    private async Task PrepareAsync()
    {
        (await OpsProcess.RunAsync(As(Operator), "printer", "add", "hall-2", "--address", "192.0.2.7:9100")).Code.ShouldBe(0);
        // As the ticket server does at its start.
        var grants = Host.MonitorHarness.Repository("services/TicketServer/Health/MonitorGrants.sql");
        await ExecuteAsync(Operator, await File.ReadAllTextAsync(grants));
        await using var source = NpgsqlDataSource.Create(As(Monitor));
        await new Groundwork(source, NullLogger<Groundwork>.Instance).StartAsync(CancellationToken.None);
        await ExecuteAsync(Monitor, """
            insert into monitor.alert_incident (id, resource, cause, site, opened_at, text)
            values (gen_random_uuid(), 'hall-2', 'media-empty', 'Berlin', now(), '');
            insert into monitor.proposal (address, model, vendor, serial, mac, system_name, via, ports, source, first_seen, last_seen)
            select '192.0.2.' || n, 'Eve One', 'Eve', 'X100' || n, '', 'Hall ' || n, 'snmp', '{9100}', 'scan', now(), now()
            from generate_series(9, 10) n;
            """);
    }

    private async Task ExecuteAsync(string role, string sql)
    {
        await using var source = NpgsqlDataSource.Create(As(role));
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task DeniedAsync(string role, params string[] statements)
    {
        foreach (var statement in statements)
        {
            (await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(role, statement), statement)).SqlState
                .ShouldBe(PostgresErrorCodes.InsufficientPrivilege, statement);
        }
    }

    private string As(string role) => new NpgsqlConnectionStringBuilder(_database.ConnectionString)
    {
        Username = role,
        Password = Password,
        // Their sessions end with them: the server stops with the test.
        Pooling = false,
    }.ConnectionString;
}
