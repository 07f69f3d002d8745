using System.Text.Json;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.LocalApi;
using Xunit.Abstractions;

namespace TicketFlow.Agent.Tests.Service;

/// <summary>
/// One agent for all users of a machine: each sees and changes only the own jobs. The other user is a real one: only root can be two.
/// </summary>
public sealed class SharedMachineTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Other = OtherUser.Nobody;
    private readonly AgentWorld _world = new();
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"tf-shared-{Guid.NewGuid():N}");

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        _world.Options.Shared = true;
        _world.Options.Socket = Path.Combine(_folder, "agent.sock");
    }

    public async Task DisposeAsync()
    {
        await _world.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Users_see_and_change_only_their_own_jobs()
    {
        await using var agent = await _world.StartAgentAsync();
        if (!OtherUser.CanBePlayed)
        {
            output.WriteLine("Not root: nobody else can be played here. The rule itself is tested, the two users are not.");
            return;
        }

        var theirs = await agent.Local.PrintAsync([1, 2, 3]);
        var answer = await AsOtherAsync("--data-binary", "x", "v1/jobs?printer=office");
        var own = JsonSerializer.Deserialize(answer, LocalJson.Default.LocalJob)!;

        own.User.ShouldBe(Other);
        Jobs(await AsOtherAsync("v1/jobs?all")).ShouldBe([own.Key]);
        foreach (var (method, path) in new[] { ("GET", ""), ("GET", "/watch"), ("GET", "/history"), ("POST", "/cancel"), ("DELETE", "") })
        {
            var said = await AsOtherAsync("-X", method, $"v1/jobs/{theirs.Key}{path}");
            var refused = JsonSerializer.Deserialize(said, LocalJson.Default.LocalError)!;
            refused.Code.ShouldBe(AgentErrors.JobUnknown, $"{method} {path}");
        }

        var all = (await agent.Local.Http.GetStringAsync("v1/jobs")).ShouldNotBeNull();
        Jobs(all).ShouldBe([theirs.Key, own.Key], ignoreOrder: true);
    }

    [Fact]
    public async Task The_printers_of_everybodys_desktop_are_installed_and_removed_by_root_only()
    {
        // Nowhere: root's wish reaches no CUPS of this computer.
        _world.Options.Desktop.CupsServer = "127.0.0.1:1";
        await using var agent = await _world.StartAgentAsync();
        if (!OtherUser.CanBePlayed)
        {
            output.WriteLine("Not root: nobody else can be played here.");
            return;
        }

        foreach (var method in new[] { "POST", "DELETE" })
        {
            var refused = JsonSerializer.Deserialize(await AsOtherAsync("-X", method, "v1/desktop"), LocalJson.Default.LocalError)!;
            refused.Code.ShouldBe(AgentErrors.DesktopNotAllowed, method);
            refused.Text.ShouldContain("sudo");
        }

        var seen = JsonSerializer.Deserialize(await AsOtherAsync("v1/desktop"), LocalJson.Default.LocalDesktop)!;
        seen.Installed.ShouldBeFalse("looking is everybody's");
        seen.Port.ShouldBeNull("nothing was opened");
        using var removed = await agent.Local.Http.DeleteAsync("v1/desktop");
        removed.IsSuccessStatusCode.ShouldBeTrue(await removed.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Each_user_is_told_of_the_own_jobs_only()
    {
        await using var agent = await _world.StartAgentAsync();
        if (!OtherUser.CanBePlayed)
        {
            output.WriteLine("Not root: nobody else can be played here.");
            return;
        }

        var own = JsonSerializer.Deserialize(
            await AsOtherAsync("--data-binary", "x", "v1/jobs?printer=office"), LocalJson.Default.LocalJob)!;
        var roots = await agent.Local.PrintAsync([1, 2, 3]);
        await _world.Server.HearAsync(MessageTypes.TicketRequest, 2);
        foreach (var request in _world.Server.Of(MessageTypes.TicketRequest))
        {
            await _world.Server.SayAsync(
                _world.Agent, MessageTypes.Refusal, new Refusal(request.Number("n"), "user-not-allowed", "No.", request.Text("k")),
                AgentJson.Default.Refusal);
        }

        await agent.Local.BecomesAsync(own.Key, JobStates.Refused);
        await agent.Local.BecomesAsync(roots.Key, JobStates.Refused);
        Jobs(await FirstNoticesAsync(Other)).ShouldBe([own.Key]);
        Jobs(await FirstNoticesAsync("root")).ShouldBe([roots.Key], "root may see all, and is told of the own");
    }

    [Fact]
    public async Task An_agent_of_one_user_keeps_its_socket_to_itself()
    {
        _world.Options.Shared = false;
        await using var agent = await _world.StartAgentAsync();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(_world.Options.Socket).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.GetUnixFileMode(_folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private async Task<string> FirstNoticesAsync(string user)
    {
        using var listener = OtherUser.Start(user, "curl", OtherUser.CurlArguments(_world.Options.Socket, "v1/notices"));
        var line = await listener.StandardOutput.ReadLineAsync();
        listener.Kill();
        await listener.WaitForExitAsync();
        return line.ShouldNotBeNull();
    }

    private static IEnumerable<string> Jobs(string json) =>
        JsonSerializer.Deserialize(json, LocalJson.Default.LocalJobs)!.Jobs.Select(job => job.Key);

    private Task<string> AsOtherAsync(params string[] arguments) => OtherUser.AskAgentAsync(Other, _world.Options.Socket, arguments);
}
