using System.Globalization;
using System.Text.Json;

namespace OpsTool.Tests;

/// <summary>The past as the commands show it is the past that was seen when it was the present.</summary>
[Collection(OpsSite.Name)]
public sealed class ReplayTests(OpsSite site)
{
    private string Printer => site.System.PrinterNames[1];

    [Fact]
    public async Task A_queue_of_a_past_moment_is_the_queue_that_was_seen_then()
    {
        await site.DoAsync("queue", "pause", Printer);
        var (first, second) = (await site.QueueJobAsync(Printer, "past first"), await site.QueueJobAsync(Printer, "past second"));
        var before = await MomentAsync();
        await site.DoAsync("job", "promote", second);
        await site.DoAsync("job", "hold", first);
        var between = await MomentAsync();
        await site.DoAsync("job", "interrupt", first);
        await site.DoAsync("job", "interrupt", second);
        await site.DoAsync("queue", "resume", Printer);

        (await QueueAtAsync(before.Text)).ShouldBe(before.Seen);
        (await QueueAtAsync(between.Text)).ShouldBe(between.Seen);
        before.Seen.ShouldBe([$"{first} waiting", $"{second} waiting"]);
        between.Seen.ShouldContain($"{first} held");
        var job = (await site.JsonAsync("at", between.Text, "job", first)).Single();
        (job.GetProperty("state").GetString(), job.GetProperty("entry").GetProperty("why").GetString())
            .ShouldBe(("held", "held (operator)"));
        (await site.DoAsync("at", before.Text, "queue", Printer, "--json")).ShouldContain("the queue is paused");
        (await site.RunAsync("at", "2001-01-01T00:00:00", "queue", Printer)).ExitCode.ShouldBe(3);
        (await site.RunAsync("at", "noon", "queue", Printer)).Error.ShouldContain("is no time");
    }

    [Fact]
    public async Task Verify_finds_the_one_changed_row_and_rebuild_mends_it()
    {
        await site.DoAsync("queue", "pause", Printer);
        var job = await site.QueueJobAsync(Printer, "verified");
        (await site.DoAsync("verify", "queue")).ShouldContain("0 differences");
        await site.System.Database.ExecuteAsync($"update ticketflow.queue_job set priority = 77 where job_id = '{job}'");

        var outcome = await site.RunAsync("verify", "queue");

        outcome.ExitCode.ShouldBe(1);
        outcome.Output.ShouldContain($"queue_job {job}");
        outcome.Output.ShouldContain("1 differences");
        (await site.RunAsync("rebuild", "queue")).ExitCode.ShouldBe(1);
        await site.DoAsync("rebuild", "queue", "--yes");
        (await site.DoAsync("verify", "queue")).ShouldContain("0 differences");
        (await site.DoAsync("verify", "access")).ShouldContain("0 differences");
        await site.DoAsync("job", "interrupt", job);
        await site.DoAsync("queue", "resume", Printer);
    }

    [Fact]
    public async Task The_log_is_listed_watched_replayed_into_a_schema_taken_out_and_sealed()
    {
        (await site.JsonAsync("stream", "list", "resource-")).Select(row => row.GetProperty("stream").GetString())
            .ShouldContain("resource-" + Printer);
        (await site.JsonAsync("events", "tail", "--last", "2", "--stream", "resource-")).Count.ShouldBe(2);
        (await site.DoAsync("replay", "queue", "--into", "incident")).ShouldContain("schema incident");
        (await site.System.Database.ScalarAsync<long>("select count(*) from incident.queue_resource"))
            .ShouldBe(await site.System.Database.ScalarAsync<long>("select count(*) from ticketflow.queue_resource"));
        (await site.RunAsync("replay", "queue", "--into", "Robert'; drop")).ExitCode.ShouldBe(1);
        (await site.RunAsync("replay", "nothing")).ExitCode.ShouldBe(3);
        var lines = (await site.DoAsync("events", "export", "-")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        JsonDocument.Parse(lines[0]).RootElement.GetProperty("seq").GetInt64().ShouldBe(1);

        (await site.DoAsync("chain", "seal")).ShouldContain("Keep this hash: ");
        (await site.DoAsync("chain", "check")).ShouldContain("0 findings");
        await site.System.Database.ExecuteAsync(
            "update ticketflow.mt_events set correlation_id = coalesce(correlation_id, '') || 'x' where seq_id = 1");
        var found = await site.RunAsync("chain", "check");
        await site.System.Database.ExecuteAsync(
            "update ticketflow.mt_events set correlation_id = nullif(left(correlation_id, -1), '') where seq_id = 1");
        (found.ExitCode, found.Output.Contains("altered", StringComparison.Ordinal)).ShouldBe((1, true), found.ToString());
        (await site.DoAsync("chain", "check")).ShouldContain("0 findings");
    }

    [Fact]
    public async Task A_part_of_the_log_is_replayed_by_number_and_by_time()
    {
        var registered = (await site.System.Database.ColumnAsync(
            "select seq_id from ticketflow.mt_events where type = 'resource_registered' order by seq_id"))
            .Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToList();
        string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

        (await site.DoAsync("replay", "queue", "--from", Number(registered[1] - 1), "--to", Number(registered[1]), "--into", "part"))
            .ShouldContain($"queue: 1 events up to number {registered[1]} in");
        (await site.System.Database.ScalarAsync<long>("select count(*) from part.queue_resource")).ShouldBe(1);
        (await site.DoAsync("replay", "queue", "--from", Number(registered[1]), "--to", Number(registered[1])))
            .ShouldContain("queue: 0 events");
        (await site.DoAsync("replay", "queue", "--to", "2001-01-01T00:00:00")).ShouldContain("queue: 0 events");
        (await site.RunAsync("replay", "queue", "--to", "noon")).Error.ShouldContain("is no time");
    }

    [Fact]
    public async Task The_log_is_followed_as_it_grows()
    {
        await site.DoAsync("queue", "pause", Printer);
        await using var tail = site.Start(
            "events", "tail", "--follow", "--last", "1", "--stream", "resource-" + Printer, "--type", "queue_paused");
        (await tail.LineAsync()).ShouldContain("queue_paused");

        await site.DoAsync("queue", "resume", Printer);
        await site.DoAsync("queue", "pause", Printer);

        (await tail.LineAsync()).ShouldContain("queue_paused");
        await site.DoAsync("queue", "resume", Printer);
    }

    /// <summary>The database's clock and the queue as it is now; nothing else happens at the printer meanwhile.</summary>
    private async Task<(string Text, IReadOnlyList<string> Seen)> MomentAsync()
    {
        var seen = (await site.JsonAsync("queue", "show", Printer))
            .Select(row => $"{row.GetProperty("job").GetString()} {row.GetProperty("state").GetString()}").ToList();
        var now = await site.System.Database.ScalarAsync<DateTime>("select clock_timestamp()");
        return (now.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture), seen);
    }

    private async Task<IReadOnlyList<string>> QueueAtAsync(string moment) =>
        [.. (await site.JsonAsync("at", moment, "queue", Printer)).Single().GetProperty("jobs").EnumerateArray()
            .Select(row => $"{row.GetProperty("job").GetString()} {row.GetProperty("state").GetString()}")];
}
