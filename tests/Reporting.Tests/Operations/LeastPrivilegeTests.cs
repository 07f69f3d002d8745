using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Npgsql;
using Reporting.Tests.Invoices;
using TicketFlow.EventStore;
using TicketFlow.EventStore.Chain;
using TicketFlow.EventStore.Transfer;
using TicketFlow.Ops.Demo;
using TicketFlow.Reporting;
using TicketFlow.Reporting.Api;
using TicketFlow.Testing.Postgres;
using TicketFlow.TicketServer;

namespace Reporting.Tests.Operations;

/// <summary>
/// An installed database with its roles: made by the script of the installation, no superuser afterwards. Operators work as the ticket
/// server's role, the reporting service as its own; each can do its work, before and after a rebuild, and nothing beyond it.
/// </summary>
public sealed class LeastPrivilegeTests : IAsyncLifetime
{
    private static readonly string[] Roles =
        ["ticketflow", "ticketflow_monitor", "ticketflow_reporting", "ticketflow_bi", "ticketflow_auditor"];

    private const string Tariff = """
        { "name": "next", "effectiveFrom": "2026-01-01T00:00:00Z", "currency": "EUR",
          "rules": [{ "code": "page", "text": "Page", "per": "page", "price": 0.05 }] }
        """;

    private const string Settings = """{ "seller": { "name": "Office IT" }, "tax": { "category": "S", "percent": 19 } }""";

    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("tf-roles-");
    private PostgresServer _server = null!;
    private WebApplication? _reporting;

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.StartPrivateAsync();
        var script = await File.ReadAllTextAsync(Path.Combine(Root(), "ops", "images", "postgres-init.sh"));
        var sql = script.Split("<<SQL\n")[1].Split("\nSQL\n")[0];
        foreach (var password in Roles.Select(PasswordOf))
        {
            sql = sql.Replace($"$(cat /run/secrets/{password})", password, StringComparison.Ordinal);
        }

        var parts = sql.Split(@"\\connect ticketflow");
        await ExecuteEachAsync(_server.ConnectionString, parts[0]);
        await ExecuteEachAsync(
            new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Database = "ticketflow" }.ConnectionString, parts[1]);

        await using var store = DocumentStore.For(options =>
        {
            options.ConnectionString = Connection("ticketflow");
            TicketServerStore.Configure(options);
        });
        await store.ApplyAllConfiguredChangesToDatabaseAsync();
        await ExecuteAsync("ticketflow", TicketFlow.TicketServer.Sql.Embedded("ReportingGrants.sql")
            + EventChain.SchemaSql("ticketflow") + TicketFlow.TicketServer.Sql.Embedded("AuditorGrants.sql"));
        await new PastWriter(store).WriteAsync([.. DemoStory.Of(
            DemoMonth.Of("2026-02", new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)), 60, seed: 1, new HashSet<string>())]);
        _reporting = Service();
        await _reporting.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_reporting is not null)
        {
            await _reporting.DisposeAsync();
        }

        NpgsqlConnection.ClearAllPools();
        await _server.StopAsync();
        _files.Delete(recursive: true);
    }

    [Fact]
    public async Task Operators_do_all_their_work_as_the_servers_role_before_and_after_a_rebuild()
    {
        var (tariff, settings, people) = (
            Write("tariff.json", Tariff), Write("settings.json", Settings),
            Write("people.csv", "domain,user,department,from\noffice,zoe,Research,2026-01-01\n"));
        await UntilFilledAsync();
        await DoAsync("organisation", "import", people);
        await DoAsync("tariff", "set", tariff);
        await DoAsync("budget", "set", "user:*", "500");
        await DoAsync("invoice", "settings", "--set", settings);
        await DoAsync("invoice", "draft", "2026-02");
        await DoAsync("invoice", "issue", "--month", "2026-02", "--yes");
        await DoAsync("tariff", "what-if", tariff, "--month", "2026-02");
        (await DoAsync("token", "create", "erp", "--role", "finance")).ShouldContain("tf_");
        await DoAsync("token", "revoke", "erp");
        await DoAsync("replay", "reporting", "--into", "incident");
        await AuditorSealsAsync();

        await DoAsync("rebuild", "reporting", "--yes");

        (await DoAsync("verify", "reporting")).ShouldContain("0 differences");
        (await DoAsync("invoice", "verify")).ShouldContain("0 differences");
        await DoAsync("invoice", "draft", "2026-02", "--dry-run");
        (await DoAsync("chain", "check")).ShouldContain("0 findings");
        await ForbiddenAsync();
    }

    private async Task AuditorSealsAsync()
    {
        // Of the demo's month nothing was ever sealed.
        (await AuditorAsync("chain", "check")).Error.ShouldContain("are not sealed");
        (await AuditorAsync("chain", "seal")).Output.ShouldContain("Keep this hash");
        var after = await AuditorAsync("chain", "check");
        after.Output.ShouldContain(": 0 findings");
        after.Error.ShouldBeEmpty();
    }

    private async Task<(string Output, string Error)> AuditorAsync(params string[] arguments)
    {
        var outcome = await OpsProcess.RunAnyAsync(Connection("ticketflow_auditor"), arguments);
        outcome.ExitCode.ShouldBe(0, $"{string.Join(' ', arguments)}: {outcome.Output}{outcome.Error}");
        return (outcome.Output, outcome.Error);
    }

    private async Task ForbiddenAsync()
    {
        (string Role, string Sql)[] forbidden =
        [
            ("ticketflow_reporting", "update ticketflow.mt_events set data = '{}'"),
            ("ticketflow_reporting", "delete from ticketflow.mt_events"),
            ("ticketflow_reporting", "select * from ticketflow.queue_job"), ("ticketflow_reporting", "delete from ticketflow.chain_seals"),
            ("ticketflow", "delete from finance.token"), ("ticketflow", "delete from reporting.charge"),
            ("ticketflow_monitor", "select * from ticketflow.mt_events"), ("ticketflow_monitor", "select * from reporting.job"),
            ("ticketflow_auditor", "update ticketflow.chain_seals set hash = ''"),
            ("ticketflow_auditor", "delete from ticketflow.chain_seals"), ("ticketflow_auditor", "delete from ticketflow.mt_events"),
            ("ticketflow_auditor", "update ticketflow.mt_events set data = '{}'"),
            ("ticketflow_auditor", "select * from ticketflow.queue_job"), ("ticketflow_auditor", "create table ticketflow.own ()"),
            ("ticketflow_bi", "select * from reporting.job"), ("ticketflow_bi", "select * from finance.token"),
        ];
        foreach (var (role, sql) in forbidden)
        {
            (await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(role, sql))).SqlState
                .ShouldBeOneOf(PostgresErrorCodes.InsufficientPrivilege, PostgresErrorCodes.ReadOnlySqlTransaction);
        }
    }

    private WebApplication Service()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["URLS"] = "http://127.0.0.1:0",
            ["TICKETFLOW_REPORTING_POSTGRES"] = Connection("ticketflow_reporting"),
        });
        builder.Logging.ClearProviders();
        builder.AddFinanceApi();
        builder.Services.AddReporting(builder.Configuration);
        var app = builder.Build();
        app.MapFinanceApi();
        return app;
    }

    private async Task UntilFilledAsync()
    {
        const string filled = """
            select exists (select from ticketflow.mt_event_progression where name = 'ReportedJobs:All'
              and last_seq_id >= (select max(seq_id) from ticketflow.mt_events))
            """;
        await using var source = NpgsqlDataSource.Create(Connection("ticketflow"));
        await using var command = source.CreateCommand(filled);
        await Eventually.TrueAsync(async () => await command.ExecuteScalarAsync() is true, "the projection knows all of the log");
    }

    private async Task<string> DoAsync(params string[] arguments)
    {
        var outcome = await OpsAsync(arguments);
        outcome.ExitCode.ShouldBe(0, $"{string.Join(' ', arguments)}: {outcome.Output}{outcome.Error}");
        return outcome.Output;
    }

    private Task<(int ExitCode, string Output, string Error)> OpsAsync(params string[] arguments) =>
        OpsProcess.RunAnyAsync(Connection("ticketflow"), arguments);

    private async Task ExecuteAsync(string role, string sql)
    {
        await using var source = NpgsqlDataSource.Create(Connection(role));
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    // One by one: a database is not made in a transaction.
    private static async Task ExecuteEachAsync(string connection, string script)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        foreach (var sql in script.Split(";\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }

    private string Connection(string role) => new NpgsqlConnectionStringBuilder(_server.ConnectionString)
    {
        Username = role,
        Password = PasswordOf(role),
        Database = "ticketflow",
        Pooling = false,
    }.ConnectionString;

    // A test's passwords are their files' names.
    private static string PasswordOf(string role) => "postgres-" + role.Replace("ticketflow_", "", StringComparison.Ordinal);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_files.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Root()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "TicketFlow.sln")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        return root;
    }
}
