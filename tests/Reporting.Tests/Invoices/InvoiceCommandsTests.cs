using System.Text.Json;

namespace Reporting.Tests.Invoices;

/// <summary>The operators' commands, from drafts to proof, and killed in the middle of issuing.</summary>
public sealed class InvoiceCommandsTests(InvoicedMonth month) : IClassFixture<InvoicedMonth>
{
    [Fact]
    public async Task A_month_is_drafted_issued_through_kills_exported_credited_and_proved()
    {
        (await JsonAsync("draft", "2026-03", "--dry-run")).Select(d => d.GetProperty("outcome").GetString()).Distinct()
            .ShouldBe(["unassigned", "would be drafted"], ignoreOrder: true);
        (await JsonAsync("list")).ShouldBeEmpty();
        (await DoAsync("draft", "2026-03")).ShouldContain("Unassigned: nobody is asked");
        (await DoAsync("withdraw", "--month", "2026-03")).ShouldContain("withdrawn");
        await DoAsync("draft", "2026-03");
        var drafts = await JsonAsync("list", "--from", "2026-03", "--to", "2026-03");
        drafts.Count.ShouldBeGreaterThan(3);
        drafts.ShouldAllBe(d => d.GetProperty("kind").GetString() == "draft");
        (await RunAsync("issue", "--month", "2026-03")).ShouldSatisfyAllConditions(
            o => o.ExitCode.ShouldBe(1), o => o.Output.ShouldContain("Add --yes to do it."));

        await IssueThroughKillsAsync(drafts.Count);
        var issued = await JsonAsync("list");
        issued.Select(i => i.GetProperty("number").GetString()![5..]).Order()
            .ShouldBe(Enumerable.Range(1, drafts.Count).Select(n => $"{n:D6}"));
        (await DoAsync("verify")).ShouldContain($"{drafts.Count} invoices computed again: 0 differences.");

        var number = issued[0].GetProperty("number").GetString()!;
        (await DoAsync("show", number)).ShouldContain(number);
        await ExportAsync(number);
        (await RunAsync("credit", number, "--reason", "wrong")).ExitCode.ShouldBe(1);
        (await DoAsync("credit", number, "--line", "1", "--reason", "jammed", "--yes"))
            .ShouldContain($"Credited in part by {number[..5]}{drafts.Count + 1:D6}.");
        (await RunAsync("credit", number, "--line", "1", "--reason", "again", "--yes")).Error.ShouldContain("invoice-credit-exceeds");
        (await RunAsync("credit", number, "--line", "x", "--reason", "again", "--yes")).Error.ShouldContain("invoice-credit-invalid");
        (await DoAsync("credit", number, "--reason", "wrong", "--yes")).ShouldContain($"Credited by {number[..5]}{drafts.Count + 2:D6}.");
        (await DoAsync("credit", number, "--reason", "wrong", "--yes"))
            .ShouldContain($"Credited by {number[..5]}{drafts.Count + 2:D6} already.");
        (await DoAsync("verify", "--month", "2026-03")).ShouldContain("0 differences");
    }

    [Theory]
    [InlineData(3, "invoice-unknown", "show", "2026-999999")]
    [InlineData(3, "invoice-unknown", "export", "nothing")]
    [InlineData(1, "is no month", "draft", "March")]
    [InlineData(1, "--out", "export", "2026-999999", "--format", "doc")]
    [InlineData(3, "There is no draft of 2020-01", "issue", "--month", "2020-01", "--yes")]
    public async Task What_cannot_be_done_is_said_with_a_code(int exitCode, string sentence, params string[] arguments)
    {
        var outcome = await RunAsync(arguments);
        outcome.ExitCode.ShouldBe(exitCode, outcome.Error);
        (outcome.Output + outcome.Error).ShouldContain(sentence);
    }

    /// <summary>Each round is killed after its first invoice, wherever it then is in the second.</summary>
    private async Task IssueThroughKillsAsync(int drafts)
    {
        for (var round = 0; round < drafts / 2; round++)
        {
            using var process = OpsProcess.Start(month.Log.Database.ConnectionString, "issue", "--month", "2026-03", "--yes");
            await process.ReadLinesAsync(1);
        }

        var rest = await RunAsync("issue", "--month", "2026-03", "--yes");
        rest.ExitCode.ShouldBeOneOf(0, 3);
    }

    private async Task ExportAsync(string number)
    {
        var directory = Directory.CreateTempSubdirectory("tf-invoices-").FullName;
        try
        {
            foreach (var format in (string[])["pdf", "csv", "json", "xml"])
            {
                var path = (await DoAsync("export", number, "--format", format, "--out", directory)).Trim();
                var first = await File.ReadAllBytesAsync(path);
                await DoAsync("export", number, "--format", format, "--out", directory);
                (await File.ReadAllBytesAsync(path)).ShouldBe(first);
                first.Length.ShouldBeGreaterThan(500);
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) =>
        OpsProcess.RunAsync(month.Log.Database.ConnectionString, arguments);

    private async Task<string> DoAsync(params string[] arguments)
    {
        var outcome = await RunAsync(arguments);
        outcome.ExitCode.ShouldBe(0, outcome.Output + outcome.Error);
        return outcome.Output;
    }

    private async Task<IReadOnlyList<JsonElement>> JsonAsync(params string[] arguments) =>
        [.. (await DoAsync([.. arguments, "--json"])).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonDocument.Parse(l).RootElement)];
}
