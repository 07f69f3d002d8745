using System.Text.Json.Nodes;
using Reporting.Tests.Support;
using TicketFlow.EventStore.Transfer;
using TicketFlow.Reporting.Facts;

namespace Reporting.Tests.Operations;

/// <summary>
/// Facts in a shape that no class has any more: an up-caster reads them (ADR 4), and the same rows come out as of the log in today's shape.
/// Reporting needs none yet; this shows that one is exercised by the projection, and how it is registered.
/// </summary>
public sealed class OldShapesTests : IClassFixture<LogFixture>
{
    private static readonly string[] Kept = ["job", "outcome", "usage_hour", "duration_hour"];

    private readonly LogFixture _log;

    public OldShapesTests(LogFixture log) => _log = log;

    [Fact]
    public async Task Facts_of_an_old_shape_project_to_the_rows_of_todays()
    {
        await new LogTransfer(_log.Server).ImportAsync(LinesAsync());
        (await _log.Database.ScalarAsync<long>("select count(*) from ticketflow.mt_events where type = 'transfer_completed_v1'"))
            .ShouldBe(2);
        await using var reporting = _log.OpenReporting(options => options.Events.Upcast<JsonObject, TransferCompleted>(
            "transfer_completed_v1", old => new(
                (int)old["attempt"]!, (long)old["bytes"]!, (string)old["grade"]!, (long)((decimal)old["seconds"]! * 1_000))));
        await _log.ProjectAsync(reporting);

        var expected = await File.ReadAllLinesAsync(Fixture("log-2026.expected"));
        var rows = await Tables.DumpAsync(_log.Database, Kept);
        rows.ShouldBe(expected.SkipWhile(line => line != "job").TakeWhile(line => line != "assignment")
            .Concat(expected.SkipWhile(line => line != "usage_hour")));
        (await _log.Database.ScalarAsync<long>("select count(*) from ticketflow.parked_events")).ShouldBe(0);
    }

    /// <summary>The log, with the old lines in the places of the new.</summary>
    private static async IAsyncEnumerable<string> LinesAsync()
    {
        var old = (await File.ReadAllLinesAsync(Fixture("log-2026.old-shapes.ndjson")))
            .ToDictionary(line => (long)JsonNode.Parse(line)!["seq"]!);
        await foreach (var line in File.ReadLinesAsync(Fixture("log-2026.ndjson")))
        {
            yield return old.GetValueOrDefault((long)JsonNode.Parse(line)!["seq"]!) ?? line;
        }
    }

    private static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", name);
}
