using System.Text.Json;
using TicketFlow.Agent.Desktop;
using TicketFlow.Agent.Options;
using TicketFlow.Agent.Tests.Cli;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Cli.Output;
using TicketFlow.Contracts.LocalApi;
using TicketFlow.Testing.Cups;

namespace TicketFlow.Agent.Tests.Desktop;

/// <summary><c>ticketflow desktop</c>, as users run it.</summary>
public sealed class DesktopCommandTests
{
    [Fact]
    public async Task Printers_are_installed_shown_and_taken_away()
    {
        await using var cups = await PrivateCups.StartAsync();
        var world = await WorldAsync(cups.Server);
        try
        {
            (await RunAsync(world, "status")).ShouldBe(
                [$"Your printers listen on 127.0.0.1:{world.Port} and are not installed. Run: ticketflow desktop install"]);
            (await RunAsync(world, "install")).ShouldBe(["office: queue office is there."]);
            (await RunAsync(world, "install")).ShouldBe(["office: queue office is there."], "again changes nothing");
            (await RunAsync(world, "status")).ShouldBe(
            [
                $"Your printers are installed; they listen on 127.0.0.1:{world.Port}.", $"office  {world.UriOf("office")}  queue office",
            ]);
            (await RunAsync(world, "status", "--json")).ShouldHaveSingleItem().ShouldContain("\"installed\":true");
            (await cups.RunAsync("lpstat", "-e")).Output.ShouldContain("office");
            await Eventually.True(async () => (await DoctorAsync(world)).Status == "ok", "the doctor finds CUPS with its queues");

            (await cups.RunAsync("lpadmin", "-x", "office")).ExitCode.ShouldBe(0);
            await Eventually.True(
                async () => await DoctorAsync(world) is { Status: "warning", ToDo: "Run: ticketflow desktop install" },
                "the doctor misses the queue");

            (await RunAsync(world, "remove")).ShouldBe(["office: queue office was taken away."]);
            (await cups.RunAsync("lpstat", "-e")).Output.ShouldNotContain("office");
        }
        finally
        {
            await world.DisposeAsync();
        }
    }

    [Fact]
    public async Task Without_CUPS_each_printer_is_named_with_the_reason_and_the_exit_code_is_3()
    {
        var world = await WorldAsync("127.0.0.1:1");
        try
        {
            var (code, output, _) = await CliProcess.RunAsync(world.Inner.Options.Socket, "desktop", "install");
            code.ShouldBe(3, output);
            output.ShouldStartWith("office: not done. ");
            output.ShouldContain("lpadmin");

            var desktop = await DoctorAsync(world);
            desktop.Status.ShouldBe("failed");
            desktop.Text.ShouldStartWith("CUPS does not run");
            desktop.ToDo!.ShouldContain("systemctl start cups");
        }
        finally
        {
            await world.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("windows", "  Add-Printer -Name 'Rosi''s room' -IppURL 'http://127.0.0.1:8631/ipp/print/Rosi%27s%20room'")]
    [InlineData("macos", "  lpadmin -p 'Rosi_s_room' -E -v 'ipp://127.0.0.1:8631/ipp/print/Rosi%27s%20room' -m everywhere")]
    public void Elsewhere_the_commands_to_run_are_shown(string system, string command)
    {
        var printer = new LocalDesktopPrinter("Rosi's room", "ipp://127.0.0.1:8631/ipp/print/Rosi%27s%20room", null);
        DesktopSentences.Of(new LocalDesktop(true, 8631, system, [printer], []), installing: true).Last().ShouldBe(command);
    }

    [Fact]
    public void What_was_remembered_survives_a_damaged_and_a_half_written_file()
    {
        var home = Directory.CreateTempSubdirectory("tf-desktop-");
        try
        {
            var options = new AgentOptions { Home = home.FullName };
            new DesktopMemory(options).Change(facts => facts with { Port = 8631, Installed = true });
            var file = Path.Combine(home.FullName, "desktop", "desktop.json");
            File.WriteAllText(file + ".new", "{\"Por");
            var memory = new DesktopMemory(options);
            memory.Facts.Port.ShouldBe(8631);
            memory.Change(facts => facts with { Port = 8632 });
            new DesktopMemory(options).Facts.ShouldSatisfyAllConditions(f => f.Port.ShouldBe(8632), f => f.Installed.ShouldBeTrue());

            File.WriteAllText(file, "");
            new DesktopMemory(options).Facts.Port.ShouldBe(0);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static async Task<LocalCheck> DoctorAsync(DesktopWorld world) =>
        JsonSerializer.Deserialize(await world.Agent.Local.Http.GetStringAsync("v1/doctor"), LocalJson.Default.LocalDoctor)!
            .Checks.Single(check => check.Name == "desktop");

    private static async Task<DesktopWorld> WorldAsync(string cups)
    {
        var world = new DesktopWorld
        {
            Printers = ["office"],
            Configure = options => (options.CupsServer, options.Refresh) = (cups, TimeSpan.FromMinutes(5)),
        };
        await world.InitializeAsync();
        return world;
    }

    private static async Task<string[]> RunAsync(DesktopWorld world, params string[] arguments)
    {
        var (code, output, errors) = await CliProcess.RunAsync(world.Inner.Options.Socket, ["desktop", .. arguments]);
        code.ShouldBe(0, output + errors);
        return output.TrimEnd().Split('\n');
    }
}
