using System.Text;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;

namespace TicketFlow.Agent.Tests.Transfers;

/// <summary>
/// A plug-in from an assembly of its own, in a whole agent as it is configured: good ones print, bad ones harm only their own job.
/// </summary>
public sealed class PluginTests : IAsyncLifetime
{
    private const string Sample = "TicketFlow.PluginSample.dll";
    private static readonly byte[] Document = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("printed by a plug-in\n", 100)));
    private readonly AgentWorld _world = new();

    private ScriptedServer Server => _world.Server;

    private string Plugins => Path.Combine(_world.Home, "plugins");

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        Directory.CreateDirectory(Plugins);
        File.Copy(Path.Combine(AppContext.BaseDirectory, Sample), Path.Combine(Plugins, Sample));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Plugins, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.SetUnixFileMode(Path.Combine(Plugins, Sample), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_good_one_prints_and_one_that_throws_or_lies_fails_its_own_job_only()
    {
        await using var agent = await StartAsync();

        // Nothing can have left: a start that failed. Something may have: a transfer that failed, never sent again by itself.
        await FailsAsync(agent, "throws-at-once", MessageTypes.StartFailure);
        await FailsAsync(agent, "says-nothing", MessageTypes.StartFailure);
        await FailsAsync(agent, "lies-without-reading", MessageTypes.StartFailure);
        await FailsAsync(agent, "no-such-fault", MessageTypes.StartFailure, TransferErrors.Internal);
        await FailsAsync(agent, "throws-in-the-middle", MessageTypes.TransferFailure);
        await FailsAsync(agent, "lies-without-announcing", MessageTypes.TransferFailure);
        await FailsAsync(agent, "lies-about-the-sum", MessageTypes.TransferFailure);

        var file = Path.Combine(_world.Home, "printed");
        await GoAsync(agent, "good", "sample-file", file);
        (await HearAsync("good", MessageTypes.CompletionReport)).Number("b").ShouldBe(Document.Length);
        (await File.ReadAllBytesAsync(file)).ShouldBe(Document);
    }

    [Fact]
    public async Task One_that_does_not_end_is_given_up_whether_or_not_it_can_be_told_to()
    {
        await using var agent = await StartAsync(silence: "00:00:00.5");

        await FailsAsync(agent, "hangs-at-once", MessageTypes.StartFailure);
        await FailsAsync(agent, "blocks-its-thread", MessageTypes.StartFailure);
    }

    [Fact]
    public async Task One_that_is_deaf_to_its_users_cancel_is_given_up_too()
    {
        await using var agent = await StartAsync();
        var key = await GoAsync(agent, "deaf", "sample-bad", "hangs-in-the-middle");
        await HearAsync("deaf", MessageTypes.StartReport);

        await Server.SayAsync(
            _world.Agent, MessageTypes.CancelOrder, new CancelOrder(1, "deaf", StopCodes.ByUser), AgentJson.Default.CancelOrder);

        await HearAsync("deaf", MessageTypes.StopReport);
        await agent.Local.BecomesAsync(key, JobStates.Cancelled);
    }

    private Task<AgentProcess> StartAsync(string silence = "00:15:00") => AgentProcess.StartInShellAsync(
        _world.Options,
        "exec \"$AGENT\"",
        new Dictionary<string, string>
        {
            ["TICKETFLOW_AGENT__Transfers__Plugins"] = Plugins,
            ["TICKETFLOW_AGENT__Transfers__PluginSilence"] = silence,
            ["TICKETFLOW_AGENT__Transfers__PluginGrace"] = "00:00:00.1",
        });

    private async Task FailsAsync(AgentProcess agent, string how, string type, string code = TransferErrors.MechanismFaulty)
    {
        await GoAsync(agent, how, "sample-bad", how);
        var report = await HearAsync(how, type);
        (report.Text("c"), report.Number("a")).ShouldBe((code, 1), $"{how}: {report.Body}");
        (report.Text("m") ?? "").ShouldAllBe(c => !char.IsControl(c), how);
        (report.Text("m") ?? "").Length.ShouldBeLessThanOrEqualTo(500, how);
        if (type == MessageTypes.TransferFailure)
        {
            await Server.GoAheadAsync(_world.Agent, how, 2, how, mechanism: "sample-bad");
            await HearAsync(how, type, attempt: 2);
        }
    }

    private async Task<string> GoAsync(AgentProcess agent, string id, string mechanism, string address)
    {
        var job = await agent.Local.PrintAsync(Document, title: id);
        var request = await Eventually.Found(
            () => Server.Of(MessageTypes.TicketRequest).FirstOrDefault(heard => heard.Text("k") == job.Key), $"{id} asks for a ticket");
        await Server.TicketAsync(_world.Agent, request, id);
        await Server.GoAheadAsync(_world.Agent, id, 1, address, mechanism: mechanism);
        return job.Key;
    }

    private Task<Heard> HearAsync(string id, string type, int attempt = 1) => Eventually.Found(
        () => Server.Of(type).FirstOrDefault(heard => heard.Text("j") == id && (!heard.Body.TryGetProperty("a", out var a)
            || a.GetInt32() == attempt)),
        $"{type} of {id} under attempt {attempt}; heard {string.Join(' ', Server.Heard.Select(heard => heard.Type))}");
}
