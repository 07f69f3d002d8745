using Microsoft.Extensions.DependencyInjection;
using TicketFlow.Agent.Desktop.Cups;
using TicketFlow.Agent.Desktop.Printer;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Ipp;

namespace TicketFlow.Agent.Tests.Desktop;

/// <summary>A real CUPS whose queues follow what the printers can.</summary>
public sealed class QueueRenewalTests(CupsPrintingTests.CupsWorld world) : IClassFixture<CupsPrintingTests.CupsWorld>, IAsyncLifetime
{
    public async Task InitializeAsync()
    {
        await CanAsync("auto");
        await Eventually.True(async () => !(await OptionsAsync()).Choices.ContainsKey("InputSlot"), "the queue has no trays yet");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_new_tray_is_offered_and_what_was_set_and_what_waits_stays()
    {
        await CupsAsync("lpadmin", "-p", "office", "-o", "Duplex=DuplexTumble", "-o", "printer-is-shared=true");
        var document = new byte[30_000];
        new Random(11).NextBytes(document);
        var file = Path.Combine(world.Directory, "held");
        await File.WriteAllBytesAsync(file, document);
        var held = (await CupsAsync("lp", "-d", "office", "-t", "Held back", "-H", "indefinite", "-o", "raw", file)).Split(' ')[3];

        await CanAsync("auto", "tray-1", "tray-2");
        await Eventually.True(async () => (await TraysAsync()).Contains("Tray2"), () => "the tray is offered; " + world.Cups.ErrorLog);
        await Eventually.True(
            async () => (await OptionsAsync()).Defaults["Duplex"] == "DuplexTumble", "what was set is set again");
        (await CupsAsync("lpoptions", "-p", "office")).ShouldContain("printer-is-shared=true");
        (await CupsAsync("lpstat", "-o", "office")).ShouldContain(held);

        await Eventually.True(() => !Gate.IsClosed("office"), "the queue is renewed");
        await CupsAsync("lp", "-i", held, "-H", "resume");
        await Eventually.True(() => world.Desktop.Inner.Printer.Documents.Any(got => got.SequenceEqual(document)), "the held job prints");
        await EndsInCupsAsync();
        world.Desktop.Inner.Printer.Documents.Count(got => got.SequenceEqual(document)).ShouldBe(1);
    }

    [Fact]
    public async Task A_closed_queue_stays_closed_and_is_renewed_when_it_is_opened()
    {
        await CupsAsync("cupsreject", "office");
        await CanAsync("auto", "tray-1", "tray-3");
        await Eventually.True(() => Queues.AnyWaits, "the queue is left alone");
        (await CupsAsync("lpstat", "-a", "office")).ShouldContain("not accepting");
        (await TraysAsync()).ShouldBeEmpty();

        await CupsAsync("cupsaccept", "office");
        await Eventually.True(async () => (await TraysAsync()).Contains("Tray3"), () => "the tray is offered; " + world.Cups.ErrorLog);
    }

    [Fact]
    public async Task A_job_under_way_is_not_begun_again()
    {
        world.Desktop.GoAhead = false;
        var file = Path.Combine(world.Directory, "running");
        await File.WriteAllBytesAsync(file, new byte[5000]);
        var job = (await CupsAsync("lp", "-d", "office", "-t", "Under way", "-o", "raw", file)).Split(' ')[3];
        await Eventually.True(() => Taken() == 1, "the agent has the job");

        await CanAsync("auto", "tray-1", "tray-4");
        await Eventually.True(() => Queues.AnyWaits, "the queue is left alone");
        (await CupsAsync("lpstat", "-p", "office")).ShouldContain("now printing " + job);
        (await TraysAsync()).ShouldBeEmpty();

        await CupsAsync("cancel", job);
        world.Desktop.GoAhead = true;
        await EndsInCupsAsync();
        await Eventually.True(async () => (await TraysAsync()).Contains("Tray4"), () => "the tray is offered; " + world.Cups.ErrorLog);
        Taken().ShouldBe(1);

        int Taken() => world.Jobs().Count(entry => entry.State.Title == "Under way");
    }

    private Task EndsInCupsAsync() => Eventually.True(
        async () => (await CupsAsync("lpstat", "-W", "not-completed", "-o")).Length == 0,
        () => "CUPS has nothing left; " + world.Cups.ErrorLog);

    private CupsQueues Queues => world.Desktop.Agent.Host.App.Services.GetRequiredService<CupsQueues>();

    private QueueGate Gate => world.Desktop.Agent.Host.App.Services.GetRequiredService<QueueGate>();

    /// <summary>The printer tells which trays it has.</summary>
    private Task CanAsync(params string[] trays)
    {
        IppAttribute[] told = [IppAttribute.Keyword("media-source-supported", trays)];
        world.Desktop.Agent.Host.App.Services.GetRequiredService<AbilityBook>().Note(
            "office", new IppMessage(IppMessage.Version20, 0, 1, [new IppGroup(IppTag.PrinterGroup, told)]));
        return Task.CompletedTask;
    }

    private async Task<IReadOnlyList<string>> TraysAsync() =>
        (await OptionsAsync()).Choices.TryGetValue("InputSlot", out var trays) ? trays : [];

    private async Task<QueueOptions> OptionsAsync() =>
        QueueOptions.Read((await world.Cups.RunAsync("lpoptions", "-p", "office", "-l")).Output);

    private async Task<string> CupsAsync(string program, params string[] arguments)
    {
        var (exitCode, output) = await world.Cups.RunAsync(program, arguments);
        exitCode.ShouldBe(0, output);
        return output;
    }
}
