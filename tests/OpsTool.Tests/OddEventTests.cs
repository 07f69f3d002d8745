using System.Text.Json;

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

    [Fact]
    public async Task An_event_that_cannot_be_read_shows_its_json_and_why_and_hides_no_other()
    {
        await using var odd = new OddEvents(site, "odd-shape-");
        await odd.StoreAsync("one", 1, "of_another_age", """{"text": "kept [as] it was"}""");
        await odd.StoreAsync("one", 2, "job_held", """[7]""");
        await odd.StoreAsync("one", 3, "report_schedule_paused", """{"name": "weekly"}""");

        string?[] types = ["of_another_age", "job_held", "report_schedule_paused"];
        foreach (var shown in (IReadOnlyList<JsonElement>[])[
            await site.JsonAsync("stream", "show", "odd-shape-one"), await site.JsonAsync("events", "tail", "--stream", odd.Prefix)])
        {
            shown.Select(e => e.GetProperty("type").GetString()).ShouldBe(types);
            shown[0].GetProperty("data").GetProperty("text").GetString().ShouldBe("kept [as] it was");
            shown[0].GetProperty("unreadable").GetString().ShouldNotBeNull().ShouldContain("'of_another_age'");
            shown[1].GetProperty("data")[0].GetInt32().ShouldBe(7);
            shown[1].GetProperty("unreadable").GetString().ShouldNotBeNullOrEmpty();
            shown[2].TryGetProperty("unreadable", out _).ShouldBeFalse();
        }

        var lines = await site.DoAsync("events", "tail", "--stream", odd.Prefix);
        lines.ShouldContain("cannot be read (The stored event type 'of_another_age'");
        lines.ShouldContain("""{"text": "kept [as] it was"}""");
        (await site.DoAsync("stream", "show", "odd-shape-one")).ShouldContain("[7]");
    }
}
