using System.Net;
using System.Net.Http.Json;
using TicketFlow.Agent.Tests.Cli;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Tests.Leases;

/// <summary>What one user at a time has (M-26): the agent keeps what its user has, and gives back the rest, also after kill -9.</summary>
public sealed class LeaseTests : IAsyncLifetime
{
    private const string Id = "leaseleaseleasel";
    private readonly AgentWorld _world = new();

    private ScriptedServer Server => _world.Server;

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();

        // The first question includes the connection.
        _world.Options.Broker.AnswerWait = TimeSpan.FromMinutes(1);
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_lease_is_had_kept_alive_listed_and_given_back_by_the_command()
    {
        // Renewed every second.
        AnswerWith(renewWithin: 3);
        await using var agent = await _world.StartAgentAsync();
        var (exitCode, output, errors) = await RunAsync("lease", "beamer", "--for", "2h");
        exitCode.ShouldBe(0, errors);
        output.ShouldContain("beamer is yours until ");
        var request = await Server.HearAsync(MessageTypes.LeaseRequest);
        (request.Text("p"), request.Text("u"), request.Number("s")).ShouldBe(("beamer", Environment.UserName, 7200L));

        var renewal = await Server.HearAsync(MessageTypes.LeaseRenewal, times: 2);
        (renewal.Text("j"), renewal.Text("p")).ShouldBe((Id, "beamer"));
        (await RunAsync("leases")).Output.ShouldContain("beamer is yours until ");
        (await RunAsync("release", "BEAMER")).Output.ShouldBe("beamer is given back.\n");
        (await Server.HearAsync(MessageTypes.LeaseReturn)).Text("j").ShouldBe(Id);
        (await RunAsync("leases")).Output.ShouldBe("There is nothing that you may have for yourself.\n");
        (await RunAsync("release", "beamer")).ExitCode.ShouldBe(2, "neither a resource nor a job");
    }

    [Fact]
    public async Task A_refusal_is_told_with_its_code_and_nothing_is_kept()
    {
        Server.OnMessage = heard => heard.Type == MessageTypes.LeaseRequest
            ? Server.SayAsync(
                _world.Agent, MessageTypes.Refusal, new Refusal(heard.Number("n"), RefusalCodes.ResourceTaken, "bert has 'beamer'."),
                AgentJson.Default.Refusal)
            : Task.CompletedTask;
        await using var agent = await _world.StartAgentAsync();
        var (exitCode, _, errors) = await RunAsync("lease", "beamer");
        (exitCode, errors).ShouldBe((3, "resource-taken: bert has 'beamer'.\n"));
        (await RunAsync("lease", "beamer", "--for", "soon")).ExitCode.ShouldBe(2);
        await Server.SettleAsync(_world.Agent);
        Server.Of(MessageTypes.LeaseReturn).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_not_answered_is_given_back_by_its_key()
    {
        _world.Options.Broker.AnswerWait = TimeSpan.FromMilliseconds(200);
        await using var agent = await _world.StartAgentAsync();
        var error = await AskAsync(agent.Local, HttpStatusCode.GatewayTimeout);
        error.ShouldContain("Nothing is leased");
        var key = (await Server.HearAsync(MessageTypes.LeaseRequest)).Text("k");
        (await Server.HearAsync(MessageTypes.LeaseReturn)).Text("k").ShouldBe(key);
    }

    [Fact]
    public async Task A_lease_survives_a_kill_and_what_was_only_asked_for_is_given_back_after_one()
    {
        AnswerWith(renewWithin: 300);
        await using (var first = await AgentProcess.StartAsync(_world.Options))
        {
            await AskAsync(first.Local, HttpStatusCode.Created);
            Server.OnMessage = _ => Task.CompletedTask;
            var unanswered = first.Local.Http.PostAsync("v1/leases", Wish("plotter"));
            await Server.HearAsync(MessageTypes.LeaseRequest, times: 2);
            await first.KillAsync();
            await Should.ThrowAsync<HttpRequestException>(unanswered);
        }

        AnswerWith(renewWithin: 300);
        await using var second = await AgentProcess.StartAsync(_world.Options);
        (await Server.HearAsync(MessageTypes.LeaseRenewal)).Text("j").ShouldBe(Id);
        var returned = await Server.HearAsync(MessageTypes.LeaseReturn);
        (returned.Text("p"), returned.Text("k")).ShouldBe(("plotter", Server.Of(MessageTypes.LeaseRequest)[1].Text("k")));
        (await ListAsync(second.Local)).ShouldHaveSingleItem().Resource.ShouldBe("beamer");
    }

    [Fact]
    public async Task One_that_ended_is_had_no_more_and_one_that_nobody_knows_is_given_back()
    {
        AnswerWith(renewWithin: 300);
        await using var agent = await _world.StartAgentAsync();
        await AskAsync(agent.Local, HttpStatusCode.Created);
        await SayAsync(new LeaseState(0, "unknownunknownun", "plotter", LeaseStates.Granted, 300, 7200));
        (await Server.HearAsync(MessageTypes.LeaseReturn)).Text("j").ShouldBe("unknownunknownun");
        await SayAsync(new LeaseState(0, Id, "beamer", LeaseStates.Ended, Code: LeaseEnds.TakenAway));
        await Eventually.True(async () => (await ListAsync(agent.Local)).Count == 0, "the lease is gone");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"resource":"beamer","seconds":0}""")]
    [InlineData("""{"resource":""")]
    public async Task A_wish_that_means_nothing_is_refused(string body)
    {
        await using var agent = await _world.StartAgentAsync();
        using var answer = await agent.Local.Http.PostAsync("v1/leases", new StringContent(body));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync(LocalJson.Default.LocalError))!.Code.ShouldBe(AgentErrors.LeaseInvalid);
    }

    private void AnswerWith(int renewWithin) => Server.OnMessage = heard => heard.Type switch
    {
        MessageTypes.LeaseRequest => SayAsync(new LeaseState(
            heard.Number("n"), Id, heard.Text("p")!, LeaseStates.Granted, renewWithin, 7200, Key: heard.Text("k"))),
        MessageTypes.LeaseRenewal => SayAsync(new LeaseState(
            heard.Number("n"), heard.Text("j")!, heard.Text("p")!, LeaseStates.Granted, renewWithin, 7200)),
        MessageTypes.LeaseReturn => SayAsync(new LeaseState(
            heard.Number("n"), heard.Text("j") ?? Id, heard.Text("p")!, LeaseStates.Ended, Code: LeaseEnds.Returned, Key: heard.Text("k"))),
        MessageTypes.PrinterQuery => Server.SayAsync(
            _world.Agent, MessageTypes.PrinterList, new PrinterList(heard.Number("n"), []), AgentJson.Default.PrinterList),
        _ => Task.CompletedTask,
    };

    private Task SayAsync(LeaseState lease) =>
        Server.SayAsync(_world.Agent, MessageTypes.LeaseState, lease, AgentJson.Default.LeaseState);

    private Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) =>
        CliProcess.RunAsync(_world.Options.Socket, arguments);

    private static async Task<string> AskAsync(LocalClient local, HttpStatusCode expected)
    {
        using var answer = await local.Http.PostAsync("v1/leases", Wish("beamer"));
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(expected, text);
        return text;
    }

    private static StringContent Wish(string resource) => new($$"""{"resource":"{{resource}}"}""");

    private static async Task<IReadOnlyList<LocalLease>> ListAsync(LocalClient local) =>
        (await local.Http.GetFromJsonAsync("v1/leases", LocalJson.Default.LocalLeases))!.Leases;
}
