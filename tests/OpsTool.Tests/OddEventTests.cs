namespace OpsTool.Tests;

/// <summary>Whatever stands in the log can be looked at.</summary>
[Collection(OpsSite.Name)]
public sealed class OddEventTests(OpsSite site)
{
    [Fact]
    public async Task Invoices_and_report_schedules_are_found_by_their_stored_names_alone()
    {
        await using var odd = new OddEvents(site, "odd-name-");
        await odd.StoreAsync("invoice", 1, "invoice_draft_withdrawn", "{}");
        await odd.StoreAsync("report", 1, "report_schedule_paused", """{"name": "weekly"}""");

        var shown = await site.JsonAsync("events", "tail", "--stream", odd.Prefix);

        shown.Select(e => e.GetProperty("type").GetString()).ShouldBe(["invoice_draft_withdrawn", "report_schedule_paused"]);
        shown[1].GetProperty("data").GetProperty("name").GetString().ShouldBe("weekly");
        shown.Any(e => e.TryGetProperty("unreadable", out _)).ShouldBeFalse();
    }
}
