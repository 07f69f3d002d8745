using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PrinterMonitor.Tests.Health;
using PrinterMonitor.Tests.Host;
using PrinterMonitor.Tests.Snmp;
using TicketFlow.PrinterMonitor;
using TicketFlow.PrinterMonitor.Discovery;
using TicketFlow.PrinterMonitor.Snmp;
using TicketFlow.Testing.Postgres;

namespace PrinterMonitor.Tests.OpsCommands;

/// <summary>Walk and discovery by the operators' command, over every version of SNMP, with the tables that a monitor makes.</summary>
public sealed class SnmpCommandTests : IAsyncLifetime
{
    private const string Supplies = "1.3.6.1.2.1.43.11.1.1.9";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("tf-snmp-commands-");
    private readonly SnmpManager _manager = new(TimeProvider.System);
    private PostgresDatabase _database = null!;
    private NetSnmpAgent _agent = null!;

    private string Credentials => Path.Combine(_directory.FullName, "credentials.json");

    public async Task InitializeAsync()
    {
        _database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        _agent = await NetSnmpAgent.StartAsync(
            _manager, ["rocommunity secret-of-labels 127.0.0.0/8", .. Scenarios.Lines(InventedPrinters.MonoLaser)]);
        await File.WriteAllTextAsync(Credentials, """
            {
              "labels": { "version": "1", "community": "secret-of-labels" },
              "readers": { "user": "reader", "auth": "Sha256", "authPassword": "password-of-reader", "priv": "Aes128", "privPassword": "privacy-of-reader" },
              "others": { "user": "reader", "auth": "Sha256", "authPassword": "another-password", "priv": "Aes128", "privPassword": "privacy-of-reader" }
            }
            """);
    }

    public async Task DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _manager.DisposeAsync();
        await _database.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_walk_uses_the_credentials_it_is_told_or_those_chosen_for_the_printer()
    {
        var expected = $".{Supplies}.1.1 = Integer: 64\n.{Supplies}.1.2 = Integer: 21000";
        string[] file = ["--oid", Supplies, "--credentials-file", Credentials];
        foreach (var credential in new[] { "labels", "readers" })
        {
            (await OpsAsync(["walk", _agent.Address.ToString(), "--credential", credential, .. file])).ShouldBe((0, expected, ""));
        }

        await MakeTablesAsync();
        await OpsAsync("printer", "add", "hall-2", "--address", "192.0.2.7:9100");
        await OpsAsync("printer", "monitor", "hall-2", "--host", "127.0.0.1", "--credential", "readers");
        // As the monitor's own projection writes it.
        await _database.ExecuteAsync($"""
            insert into monitor.target (resource, kind, address, mechanism, host, port, credential, changed)
            values ('hall-2', 'printer', '192.0.2.7:9100', 'raw', '127.0.0.1', {_agent.Address.Port}, 'readers', 1)
            """);
        (await OpsAsync(["walk", "hall-2", .. file])).ShouldBe((0, expected, ""));

        var (code, _, error) = await OpsAsync("walk", "hall-2");
        (code, error).ShouldBe((1, "ticketflow-ops: Where is the credential 'readers'? "
            + "Name the monitor's file with --credentials-file or TICKETFLOW_SNMP_CREDENTIALS_FILE."));
        (await OpsAsync(["walk", "hall-2", "--credential", "nobody", .. file])).Error
            .ShouldBe($"ticketflow-ops: There is no credential 'nobody' in {Credentials}.");
        (code, _, error) = await OpsAsync(["walk", "hall-2", "--credential", "others", .. file]);
        code.ShouldBe(1);
        error.ShouldContain("Is SNMP switched on, and the community or user right?");
        error.ShouldNotContain("another-password");
        (await OpsAsync("walk", "192.0.2.7", "--version", "3")).Error.ShouldContain("Version 3 needs a user");
    }

    [Fact]
    public async Task What_was_found_by_a_named_credential_is_asked_with_it_ever_after()
    {
        await MakeTablesAsync();
        (await OpsAsync("discover", "127.0.0.1/32", "--credential", "nobody", "--credentials-file", Credentials))
            .ShouldBe((3, "", $"ticketflow-ops: There is no credential 'nobody' in {Credentials}."));
        (await OpsAsync("discover", "127.0.0.9/32", "--credential", "readers", "--credentials-file", Credentials)).Out
            .ShouldStartWith("1 addresses, 0 printers, 0 new proposals.");

        await using var source = NpgsqlDataSource.Create(_database.ConnectionString);
        var found = new FoundPrinter("192.0.2.7", "Halden L220", "", "HL220", "", "label-1", "snmp", [9100]) { Credential = "labels" };
        await new ProposalBook(source).NoteAsync(found, "scan", TimeProvider.System.GetUtcNow(), default);
        using var proposal = JsonDocument.Parse((await OpsAsync("discover", "list", "--json")).Out);
        proposal.RootElement.GetProperty("credential").GetString().ShouldBe("labels");
        (await OpsAsync("discover", "approve", "1")).ShouldBe(
            (0, "label-1: added, 192.0.2.7:9100.\nlabel-1: asked as chosen from now on.", ""));
        (await _database.ColumnAsync("select data ->> 'credential' from ticketflow.mt_events where type = 'monitoring_chosen'"))
            .ShouldBe(["labels"]);
    }

    private async Task MakeTablesAsync()
    {
        await OpsAsync("printers");
        await using var source = NpgsqlDataSource.Create(_database.ConnectionString);
        await new Groundwork(source, NullLogger<Groundwork>.Instance).StartAsync(CancellationToken.None);
    }

    private Task<(int Code, string Out, string Error)> OpsAsync(params string[] arguments) =>
        OpsProcess.RunAsync(_database.ConnectionString, arguments);
}
