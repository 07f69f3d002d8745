using System.Globalization;
using System.Text.Json;
using TicketFlow.Contracts.Errors;

namespace OpsTool.Tests;

[Collection(OpsSite.Name)]
public sealed class QueueAndJobTests(OpsSite site)
{
    private string Printer => site.System.PrinterNames[0];

    private string OtherPrinter => site.System.PrinterNames[1];

    [Fact]
    public async Task Orders_for_jobs_in_a_paused_queue_are_carried_out_and_shown()
    {
        (await site.DoAsync("queue", "pause", Printer)).ShouldContain("pause");
        (await site.DoAsync("queue", "pause", Printer)).ShouldContain("nothing to change");
        var (first, second) = (await site.QueueJobAsync(Printer, "first"), await site.QueueJobAsync(Printer, "second"));
        (await ShownAsync()).ShouldBe([first, second]);

        (await site.DoAsync("job", "promote", second)).ShouldContain("job_reordered");
        (await ShownAsync()).ShouldBe([second, first]);
        (await site.DoAsync("job", "yield", second)).ShouldContain("job_reordered");
        (await site.DoAsync("job", "priority", second, "5")).ShouldContain("job_prioritised");
        (await ShownAsync()).ShouldBe([second, first]);
        (await site.DoAsync("job", "hold", first)).ShouldContain("job_held");
        (await site.DoAsync("job", "release", first)).ShouldContain("job_released");
        (await site.DoAsync("job", "move", first, OtherPrinter)).ShouldContain("job_moved");
        (await site.DoAsync("job", "interrupt", second)).ShouldContain("job_cancelled");
        (await ShownAsync()).ShouldBeEmpty();
        (await site.DoAsync("queue", "resume", Printer)).ShouldContain("resume");
        await Eventually.TrueAsync(
            async () => (await EventsAsync(first))[^1] == "transfer_completed", () => "the moved job is printed");
    }

    [Fact]
    public async Task A_drained_or_disabled_queue_takes_no_new_jobs_and_takes_them_again()
    {
        foreach (var (close, open, code) in ((string, string, string)[])
            [("drain", "accept", RefusalCodes.PrinterNotAccepting), ("disable", "enable", RefusalCodes.PrinterDisabled)])
        {
            await site.DoAsync("queue", close, site.System.PrinterNames[2]);
            await RefusedAsync(code);
            await site.DoAsync("queue", open, site.System.PrinterNames[2]);
        }
    }

    [Fact]
    public async Task A_printer_said_to_be_stopped_holds_its_jobs_until_it_is_said_to_work()
    {
        await site.DoAsync("queue", "stopped", OtherPrinter, "--cause", "media-empty", "--text", "out of paper");
        (await site.DoAsync("queue", "stopped", OtherPrinter)).ShouldContain("nothing to change");
        var job = await site.QueueJobAsync(OtherPrinter, "patient");
        await site.DoAsync("queue", "works", OtherPrinter);
        await Eventually.TrueAsync(
            async () => (await EventsAsync(job))[^1] == "transfer_completed", () => "the waiting job is printed");
        var outcome = await site.RunAsync("job", "hold", job);
        (outcome.ExitCode, outcome.Output).ShouldBe((1, ""));
        outcome.Error.ShouldContain("The job is completed");
    }

    [Theory]
    [InlineData(3, "is no job id", "job", "hold", "letter")]
    [InlineData(3, "There is no job", "job", "interrupt", "aaaaaaaaaaaaaaaa")]
    [InlineData(3, "There is no stream", "stream", "show", "aaaaaaaaaaaaaaaa")]
    public async Task An_order_that_cannot_be_is_refused(int exitCode, string sentence, params string[] arguments)
    {
        var outcome = await site.RunAsync(arguments);
        outcome.ExitCode.ShouldBe(exitCode, outcome.ToString());
        outcome.Error.ShouldContain(sentence);
    }

    [Theory]
    [InlineData("amqp://server:wrong@127.0.0.1:1/x", "The broker cannot be reached")]
    [InlineData("nonsense", "TICKETFLOW_RABBITMQ")]
    public async Task An_order_that_cannot_be_sent_says_so_instead_of_waiting_for_ever(string broker, string sentence)
    {
        await site.DoAsync("queue", "pause", OtherPrinter);
        var job = await site.QueueJobAsync(OtherPrinter, "unheard");
        var outcome = await OpsCommand.RunAsync(
            new Dictionary<string, string?>
            {
                ["TICKETFLOW_POSTGRES"] = site.System.Database.ConnectionString,
                ["TICKETFLOW_RABBITMQ"] = broker,
            },
            "job", "hold", job);
        await site.DoAsync("job", "priority", job, "-100");
        var wrong = await site.RunAsync("job", "priority", job, "urgent");
        await site.DoAsync("job", "interrupt", job);
        await site.DoAsync("queue", "resume", OtherPrinter);
        (outcome.ExitCode, outcome.Error.Contains(sentence, StringComparison.Ordinal)).ShouldBe((4, true), outcome.ToString());
        outcome.Error.ShouldNotContain("   at ");
        (wrong.ExitCode, wrong.Error.Contains("-100 to 100", StringComparison.Ordinal)).ShouldBe((1, true), wrong.ToString());
    }

    private async Task RefusedAsync(string code)
    {
        var agent = site.System.Agents[0];
        var job = (await agent.SubmitAsync(site.System.PrinterNames[2], "refused", new byte[10])).ShouldNotBeNull();
        await Eventually.TrueAsync(
            async () => (await agent.JobsAsync()).Single(known => known.Key == job.Key).Code == code,
            () => string.Create(CultureInfo.InvariantCulture, $"the job is refused with {code}"));
    }

    private async Task<IReadOnlyList<string?>> ShownAsync() =>
        [.. (await site.JsonAsync("queue", "show", Printer)).Select(row => row.GetProperty("job").GetString())];

    private async Task<IReadOnlyList<string?>> EventsAsync(string job) =>
        [.. (await site.JsonAsync("stream", "show", job)).Select(Type)];

    private static string? Type(JsonElement e) => e.GetProperty("type").GetString();
}
