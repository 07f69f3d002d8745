using System.Reflection;
using System.Text.Json;
using Reporting.Tests.Invoices;
using Reporting.Tests.Support;
using TicketFlow.EventStore.Transfer;
using TicketFlow.Ops.Replay;
using TicketFlow.Reporting.Invoices;

namespace Reporting.Tests.Operations;

/// <summary>
/// A log that holds every stored event type, recorded by the services of 2026-11 (operators' commands, a demonstration month, and jobs of
/// random sequences against a real ticket server). It is data and never made again: what today's code makes of it is what that of
/// tomorrow must make of it. A new event type gets a log of its own beside it (<c>events export</c>), named in <see cref="Logs"/>.
/// </summary>
public sealed class FrozenLogTests : IClassFixture<LogFixture>
{
    private const string Expected = "every-event-2026.expected";

    private static readonly string[] Logs = ["every-event-2026.ndjson", "log-2026.ndjson", "leases-2026.ndjson", "agents-2026.ndjson"];

    private readonly LogFixture _log;

    public FrozenLogTests(LogFixture log) => _log = log;

    [Fact]
    public void Every_event_type_of_every_service_is_in_a_frozen_log()
    {
        var aliases = Registered().ToHashSet(StringComparer.Ordinal);
        aliases.Count.ShouldBeGreaterThan(75);
        var stored = Logs.SelectMany(log => File.ReadLines(Fixture(log)))
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("type").GetString()!).ToHashSet(StringComparer.Ordinal);
        aliases.Except(stored).ShouldBeEmpty("record the new event once, export its stream, and add the file to Logs");
    }

    [Fact]
    public async Task An_old_log_gives_the_tables_it_always_gave()
    {
        await new LogTransfer(_log.Server).ImportAsync(File.ReadLinesAsync(Fixture(Logs[0])));
        await _log.ProjectAsync();
        List<string> rows = [.. await Tables.DumpAsync(_log.Database, Tables.Names)];
        foreach (var name in new[] { "queue", "budgets", "access" })
        {
            await DoAsync("replay", name, "--into", "frozen_" + name);
            foreach (var table in KnownProjection.Of(name).Tables)
            {
                rows.Add(table.Name);
                rows.AddRange(await _log.Database.ColumnAsync($"""
                    set timezone = 'UTC'; select line from (
                      select (to_jsonb(t) - '{"{"}{string.Join(',', table.Operational)}{"}"}'::text[])::text as line
                      from frozen_{name}.{table.Name} t) l order by line collate "C"
                    """));
            }
        }

        await File.WriteAllLinesAsync(Fixture("every-event-2026.actual"), rows);
        rows.ShouldBe(await File.ReadAllLinesAsync(Fixture(Expected)));
        (await _log.Database.ScalarAsync<long>("select count(*) from ticketflow.parked_events")).ShouldBe(0);
        await InvoicesStandAsync();
        await EveryStreamCanBeShownAndExportedAsync();
    }

    private async Task InvoicesStandAsync()
    {
        await using var store = _log.OpenReporting();
        var rows = await new InvoiceArchive(store, store.DataSource).ListAsync(null, null, default);
        rows.Count.ShouldBeGreaterThan(3);

        // Bytes of every form, sums, lines and numbers, each computed again.
        (await DoAsync("invoice", "verify")).ShouldContain(" 0 differences");
    }

    private async Task EveryStreamCanBeShownAndExportedAsync()
    {
        var lines = await File.ReadAllLinesAsync(Fixture(Logs[0]));
        var stored = lines.Select(l => JsonDocument.Parse(l).RootElement).ToList();
        var tail = (await DoAsync("events", "tail", "--last", "100000", "--json")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        tail.Length.ShouldBe(stored.Count);
        tail.ShouldAllBe(line => !line.Contains("\"unreadable\"", StringComparison.Ordinal));
        var exported = new List<string>();
        await foreach (var line in new LogTransfer(_log.Server).ExportAsync())
        {
            exported.Add(line);
        }

        exported.ShouldBe(lines);
    }

    /// <summary>What the services' own maps from class to stored name hold: each new map is found here by itself.</summary>
    private static IEnumerable<string> Registered() => Directory.EnumerateFiles(AppContext.BaseDirectory, "TicketFlow.*.dll")
        .Select(Assembly.LoadFrom).SelectMany(assembly => assembly.GetTypes())
        .SelectMany(type => type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Where(property => property.PropertyType == typeof(IReadOnlyDictionary<Type, string>))
        .SelectMany(property => ((IReadOnlyDictionary<Type, string>)property.GetValue(null)!).Values);

    private async Task<string> DoAsync(params string[] arguments)
    {
        var outcome = await OpsProcess.RunAnyAsync(_log.Database.ConnectionString, arguments);
        outcome.ExitCode.ShouldBe(0, $"{string.Join(' ', arguments)}: {outcome.Output}{outcome.Error}");
        return outcome.Output;
    }

    private static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", name);
}
