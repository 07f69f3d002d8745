using System.Text.Json;
using TicketFlow.Agent.Doctor;
using TicketFlow.Agent.Tests.Cli;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Tests.Doctor;

/// <summary><c>ticketflow doctor</c> against a real agent and broker.</summary>
public sealed class DoctorTests : IAsyncLifetime
{
    private readonly AgentWorld _world = new();

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        _world.Options.Broker.AnswerWait = TimeSpan.FromSeconds(5);
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task When_all_is_well_it_says_so_and_ends_with_0()
    {
        AnswerPrinters(TimeSpan.Zero);
        await using var agent = await _world.StartAgentAsync();
        var (code, found) = await LookAsync();
        found.Checks.Where(check => check.Status == "failed").ShouldBeEmpty();
        found.Checks.Select(check => check.Name)
            .ShouldBe(["agent", "version", "journal", "spool", "spool-budget", "disk", "broker", "tls", "server", "clock"]);
        code.ShouldBe(0);
        (await CliProcess.RunAsync(_world.Options.Socket, "doctor")).Output.ShouldContain("ok\tserver\tanswers in");
    }

    [Fact]
    public async Task A_wrong_clock_is_a_warning()
    {
        AnswerPrinters(TimeSpan.FromHours(-2));
        await using var agent = await _world.StartAgentAsync();
        var (code, found) = await LookAsync();
        var clock = found.Checks.Single(check => check.Name == "clock");
        (clock.Status, code).ShouldBe(("warning", 0));
        clock.Text.ShouldContain("ahead of the ticket server");
    }

    [Fact]
    public async Task A_broker_that_is_away_and_a_home_that_cannot_be_written_are_wrong()
    {
        _world.WriteCredentials("secret", port: 1);
        _world.Options.Broker.AnswerWait = TimeSpan.FromMilliseconds(100);
        await using var agent = await _world.StartAgentAsync();
        Directory.Delete(_world.Options.SpoolDirectory);
        var (code, found) = await LookAsync();
        found.Checks.Where(check => check.Status == "failed").Select(check => check.Name).ShouldBe(["spool", "broker", "server"]);
        found.Checks.Where(check => check.Status != "ok").ShouldAllBe(check => check.ToDo != null);
        code.ShouldBe(1);
        Directory.CreateDirectory(_world.Options.SpoolDirectory);
    }

    [Fact]
    public async Task A_printer_of_a_former_job_that_is_gone_is_named()
    {
        AnswerPrinters(TimeSpan.Zero);
        await using (var agent = await _world.StartAgentAsync())
        {
            _world.Server.AlwaysGoAhead(_world.Agent, "127.0.0.1:1");
            var job = await agent.Local.PrintAsync([1]);
            await Eventually.True(() => _world.Server.Of(MessageTypes.StartFailure).Count > 0, "the start failed");
            var found = (await agent.Local.Http.GetStringAsync("v1/doctor")).ShouldNotBeNull();
            var printer = JsonSerializer.Deserialize(found, LocalJson.Default.LocalDoctor)!
                .Checks.Single(check => check.Name == "printer office");
            printer.Status.ShouldBe("warning", job.Key);
            printer.Text.ShouldContain("127.0.0.1:1 cannot be reached");
        }
    }

    [Fact]
    public async Task A_wrong_password_is_told_from_a_server_that_is_away()
    {
        _world.WriteCredentials("wrong", _world.BrokerPort);
        _world.Options.Broker.AnswerWait = TimeSpan.FromMilliseconds(100);
        await using var agent = await _world.StartAgentAsync();
        await Eventually.True(
            async () => (await LookAsync()).Found.Checks
                .Single(check => check.Name == "server").Text.Contains("this computer's account", StringComparison.Ordinal),
            "the account is named as what is wrong");
        var (code, found) = await LookAsync();
        found.Checks.Where(check => check.Status == "failed").Select(check => check.Name)
            .ShouldBe(["server"], "the broker itself is there");
        found.Checks.Single(check => check.Name == "server").ToDo!.ShouldContain("enrol this computer anew");
        code.ShouldBe(1);
    }

    [Fact]
    public async Task Looking_at_a_printer_breaks_off_and_so_never_ends_an_empty_document()
    {
        AnswerPrinters(TimeSpan.Zero);
        await using var agent = await _world.StartAgentAsync();
        _world.Server.AlwaysGoAhead(_world.Agent, _world.Printer.Address);
        await agent.Local.BecomesAsync((await agent.Local.PrintAsync([1])).Key, JobStates.Completed);
        AnswerPrinters(TimeSpan.Zero);
        var (connections, brokenOff) = (_world.Printer.Connections, _world.Printer.BrokenOff);
        (await LookAsync()).Found.Checks.Single(check => check.Name == "printer office").Status.ShouldBe("ok");
        await Eventually.True(() => _world.Printer.BrokenOff == brokenOff + 1, "the connection is reset");
        _world.Printer.Connections.ShouldBe(connections + 1);
    }

    [Theory]
    [InlineData(0, "failed")]
    [InlineData(500, "warning")]
    [InlineData(2000, "ok")]
    public void A_full_disk_is_wrong_and_a_nearly_full_one_a_warning(int megabytes, string status)
    {
        var check = StorageChecks.RoomOf("/home", megabytes * 1024L * 1024);
        check.Status.ShouldBe(status);
        (check.ToDo is null).ShouldBe(status == "ok");
    }

    [Fact]
    public async Task Without_an_agent_it_ends_with_4_and_says_how_to_start_one()
    {
        var (code, output, _) = await CliProcess.RunAsync(Path.Combine(_world.Home, "nothing.sock"), "doctor");
        code.ShouldBe(4);
        output.ShouldContain("systemctl start ticketflow-agent");
    }

    private void AnswerPrinters(TimeSpan skew) => _world.Server.OnMessage = heard => heard.Type == MessageTypes.PrinterQuery
        ? _world.Server.SayAsync(
            _world.Agent, MessageTypes.PrinterList,
            new PrinterList(heard.Number("n"), [], TimeProvider.System.GetUtcNow() + skew), AgentJson.Default.PrinterList)
        : Task.CompletedTask;

    private async Task<(int Code, LocalDoctor Found)> LookAsync()
    {
        var (code, output, errors) = await CliProcess.RunAsync(_world.Options.Socket, "doctor", "--json");
        output.ShouldNotBeEmpty(errors);
        return (code, JsonSerializer.Deserialize(output, LocalJson.Default.LocalDoctor)!);
    }
}
