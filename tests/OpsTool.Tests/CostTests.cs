using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.LocalApi;

namespace OpsTool.Tests;

/// <summary>budget and tariff, and a department's budget in the running system.</summary>
[Collection(OpsSite.Name)]
public sealed class CostTests(OpsSite site) : IDisposable
{
    private const string Trade = "department:trade";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("tf-costs-");

    private string Printer => site.System.PrinterNames[0];

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Who_belongs_to_a_department_that_has_nothing_left_waits_until_an_operator_gives_something()
    {
        await site.DoAsync("queue", "pause", Printer);
        var person = await PersonAsync(await site.QueueJobAsync(Printer, "who am I"));
        await site.DoAsync("organisation", "assign", person, "--department", "Trade");
        (await site.DoAsync("budget", "set", Trade, "0", "--mode", "hold", "--contact", "Mrs Pense"))
            .ShouldContain("department:trade: 0 pages a month; what costs more: hold.");

        var held = await HeldAsync();
        held.Advice!.Text.ShouldStartWith("This job costs 1 pages, and 0 pages of the budget of department trade are left this month. ");
        held.Advice.Text.ShouldContain("Ask Mrs Pense for more");
        (await site.JsonAsync("budget", "list")).Single().GetProperty("subject").GetString().ShouldBe(Trade);
        (await site.DoAsync("budget", "grant", Trade, "1", "--text", "fair")).ShouldContain("1 pages beside the budget in 20");
        await Eventually.TrueAsync(
            async () => await AccountAsync() == "budget 0 granted 1 reserved 1 spent 0", () => $"{held.JobId} goes by itself");

        await site.DoAsync("queue", "resume", Printer);
        await Eventually.TrueAsync(
            async () => await AccountAsync() == "budget 0 granted 1 reserved 0 spent 1", () => "the printed job is spent");
        (await site.DoAsync("budget", "remove", Trade)).ShouldContain("no budget in pages any more");
        (await site.RunAsync("budget", "remove", Trade)).ExitCode.ShouldBe(3);
        (await site.RunAsync("budget", "grant", Trade, "1")).ExitCode.ShouldBe(3);
        await site.DoAsync("organisation", "leave", person);
    }

    [Theory]
    [InlineData("has no budget: write user:DOMAIN", "set", "anna", "5")]
    [InlineData("is no unit", "set", "user:*", "5", "--unit", "EURO")]
    [InlineData("between 0 and 1000000000", "set", "user:*", "--", "-5")]
    [InlineData("is no time zone", "set", "user:*", "5", "--zone", "Mars")]
    [InlineData("--warn must be between 1 and 100", "set", "user:*", "5", "--warn", "0")]
    [InlineData("not to all at once", "grant", "user:*", "5")]
    [InlineData("is no month", "show", "user:*", "--month", "March")]
    public async Task What_cannot_be_a_budget_is_said_and_not_recorded(string sentence, params string[] arguments)
    {
        var outcome = await site.RunAsync(["budget", .. arguments]);
        outcome.ExitCode.ShouldBe(1, outcome.ToString());
        outcome.Error.ShouldContain(sentence);
        (await site.DoAsync("budget", "list", "--json")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tariff_is_checked_set_once_shown_and_withdrawn()
    {
        var bad = await site.RunAsync("tariff", "check", File("""{ "name": "x y", "currency": "EURO", "rules": [] }"""));
        (bad.ExitCode, bad.Error.Contains("currency", StringComparison.Ordinal)).ShouldBe((1, true), bad.ToString());
        (await site.RunAsync("tariff", "check", "nowhere.json")).ExitCode.ShouldBe(3);

        var file = File("""
            { "name": "trade", "effectiveFrom": "2026-01-01T00:00:00Z", "currency": "EUR", "for": { "departments": ["nobody"] },
              "rules": [{ "code": "page", "text": "Page", "per": "page", "price": 0.05 }] }
            """);
        (await site.DoAsync("tariff", "check", file)).ShouldContain("trade: a tariff in EUR with 1 rule(s), 0 discount(s).");
        (await site.DoAsync("tariff", "set", file, "--dry-run")).ShouldContain("Nothing was recorded.");
        (await site.DoAsync("tariff", "set", file)).ShouldContain("version 1 is recorded");
        (await site.DoAsync("tariff", "set", file)).ShouldContain("nothing to change");
        (await site.DoAsync("tariff", "show", "trade")).ShouldContain("\"price\": 0.05");
        (await site.DoAsync("tariff", "withdraw", "trade", "1")).ShouldContain("out of force");
        (await site.JsonAsync("tariff", "list")).ShouldHaveSingleItem().GetProperty("version").GetInt32().ShouldBe(1);
        (await site.RunAsync("tariff", "withdraw", "trade", "7")).ExitCode.ShouldBe(3);

        var without = await site.RunAsync("tariff", "what-if", file, "--month", "2026-10");
        without.ExitCode.ShouldBeOneOf(0, 4);
        without.Error.ShouldNotContain("   at ");
        (await site.RunAsync("tariff", "what-if", file, "--month", "October")).Error.ShouldContain("is no month");
    }

    /// <summary>The server hears of a budget a moment after it is set: jobs until one is held.</summary>
    private async Task<LocalJob> HeldAsync()
    {
        LocalJob? held = null;
        await Eventually.TrueAsync(
            async () =>
            {
                var job = await site.QueueAnyJobAsync(Printer, "over the budget");
                held = job.State == JobStates.Held ? job : null;
                return held is not null;
            },
            () => "a job is held by the budget");
        return held!;
    }

    private async Task<string> AccountAsync()
    {
        var row = (await site.JsonAsync("budget", "show", Trade)).Single();
        return string.Join(' ', ((string[])["budget", "granted", "reserved", "spent"]).Select(name => $"{name} {row.GetProperty(name)}"));
    }

    private Task<string> PersonAsync(string job) => site.System.Database.ScalarAsync<string>(
        $@"select (data ->> 'domain') || '\' || (data ->> 'user') from ticketflow.mt_events "
        + $"where stream_id = 'job-{job}' and type = 'job_opened'");

    private string File(string text)
    {
        var path = Path.Combine(_directory.FullName, Guid.NewGuid().ToString("N") + ".json");
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
