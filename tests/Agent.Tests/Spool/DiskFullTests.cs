using System.Text.Json;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.LocalApi;
using Xunit.Abstractions;

namespace TicketFlow.Agent.Tests.Spool;

/// <summary>
/// The system itself takes no more bytes: a limit on the agent's files, or a small disk of its own in a mount namespace that ends with it.
/// </summary>
public sealed class DiskFullTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int DiskMegabytes = 24;
    private const int Megabyte = 1024 * 1024;

    /// <summary>Rides in the journal, and needs a page of the disk more than is begun.</summary>
    private const int Small = 6000;

    private readonly AgentWorld _world = new();

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        _world.Options.Spool.MemoryThreshold = 1000;
        _world.Options.Spool.OpenWait = TimeSpan.FromSeconds(30);
        _world.Server.OnMessage = heard => heard.Type == MessageTypes.TicketRequest
            ? _world.Server.TicketAsync(_world.Agent, heard, "job-" + heard.Text("k"), JobStates.Opened)
            : Task.CompletedTask;
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_document_that_does_not_fit_is_refused_with_what_to_do_the_server_told_why_and_the_agent_goes_on()
    {
        await using var agent = await AgentProcess.StartAsync(_world.Options, largestFile: 1024);
        var refused = await agent.Local.RefusedAsync(new ByteArrayContent(new byte[4_000_000]));
        refused.Code.ShouldBe(AgentErrors.DiskFull);
        refused.Text.ShouldContain("make room and print again");
        (await _world.Server.HearAsync(MessageTypes.CancelRequest)).Text("c").ShouldBe(AgentErrors.DiskFull);
        Directory.GetFiles(_world.Options.SpoolDirectory).ShouldBeEmpty();
        (await agent.Local.PrintAsync(new byte[500])).State.ShouldBe("accepted");
    }

    [Fact]
    public async Task While_the_disk_is_full_everything_is_refused_and_said_and_with_room_again_all_is_printed()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            output.WriteLine("Not root: no disk can be mounted here. A limit on the agent's files is tested instead (the test above).");
            return;
        }

        _world.Options.Spool.MemoryThreshold = 2 * Small;
        _world.Options.Home = Directory.CreateDirectory(Path.Combine(_world.Home, "disk")).FullName;
        _world.Options.Spool.OpenWait = TimeSpan.Zero;
        _world.Server.OnMessage = static _ => Task.CompletedTask;
        await using var agent = await AgentProcess.StartInShellAsync(
            _world.Options,
            $"""exec unshare -m bash -c 'mount -t tmpfs -o size={DiskMegabytes}m tmpfs "$TICKETFLOW_AGENT_HOME" && exec "$AGENT"'""");
        await PrintToTheEndAsync(agent.Local, Document(1, Small));

        var filler = $"/proc/{agent.Id}/root{_world.Options.Home}/filler";
        await FillAsync(filler);
        foreach (var bytes in new[] { Small, 4 * Megabyte })
        {
            var refused = await agent.Local.RefusedAsync(new ByteArrayContent(Document(2, bytes)));
            (refused.Code, refused.Text.Contains("make room and print again", StringComparison.Ordinal))
                .ShouldBe((AgentErrors.DiskFull, true), $"{bytes} bytes: {refused.Text}");
        }

        var checks = JsonSerializer.Deserialize(await agent.Local.Http.GetStringAsync("v1/doctor"), LocalJson.Default.LocalDoctor)!.Checks;
        checks.Where(check => check is { Status: "failed", ToDo: not null }).Select(check => check.Name)
            .ShouldBe(["journal", "spool", "disk", "server"], "nobody plays the server's answer here");

        File.Delete(filler);
        foreach (var bytes in new[] { Small, 4 * Megabyte })
        {
            await PrintToTheEndAsync(agent.Local, Document(3, bytes));
        }

        _world.Printer.Documents.ShouldBe([Document(1, Small), Document(3, Small), Document(3, 4 * Megabyte)]);
    }

    private async Task PrintToTheEndAsync(LocalClient local, byte[] document)
    {
        var job = await local.PrintAsync(document);
        var request = await Eventually.Found(
            () => _world.Server.Of(MessageTypes.TicketRequest).FirstOrDefault(heard => heard.Text("k") == job.Key),
            "a ticket is asked for");
        await _world.Server.TicketAsync(_world.Agent, request, "job-" + job.Key);
        await _world.Server.GoAheadAsync(_world.Agent, "job-" + job.Key, 1, _world.Printer.Address);
        await local.BecomesAsync(job.Key, JobStates.Completed);
    }

    private static byte[] Document(int seed, int bytes)
    {
        var document = new byte[bytes];
        new Random(seed).NextBytes(document);
        return document;
    }

    /// <summary>To the last byte.</summary>
    private static async Task FillAsync(string path)
    {
        await using var filler = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var piece in new[] { Megabyte, 4096, 1 })
        {
            try
            {
                while (true)
                {
                    await filler.WriteAsync(new byte[piece]);
                }
            }
            catch (IOException)
            {
                // Full, by pieces of this size.
            }
        }
    }
}
