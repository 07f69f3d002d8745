using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Testing.Cups;

namespace TicketFlow.Agent.Tests.Desktop;

/// <summary>A computer that has no descriptors left for a while: the agent lives, and its doors work when there are some again.</summary>
public sealed class FewDescriptorsTests : IAsyncLifetime
{
    private readonly AgentWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task The_line_printer_door_outlives_a_lack_of_descriptors()
    {
        _world.Options.Desktop.LpdPort = PrivateCups.FreePort();
        await using var agent = await AgentProcess.StartAsync(_world.Options);
        await LimitAsync(agent.Id, Directory.GetFiles($"/proc/{agent.Id}/fd").Length);
        var callers = Enumerable.Range(0, 8).Select(_ => new Socket(SocketType.Stream, ProtocolType.Tcp)).ToList();
        foreach (var caller in callers)
        {
            await caller.ConnectAsync(IPAddress.Loopback, _world.Options.Desktop.LpdPort);
        }

        await Eventually.True(
            () => agent.HasEnded || agent.Errors.Contains("Too many open files", StringComparison.OrdinalIgnoreCase), "the door lacks one");
        agent.HasEnded.ShouldBeFalse(agent.Errors);
        await LimitAsync(agent.Id, 1024);
        callers.ForEach(caller => caller.Dispose());
        using var sender = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await sender.ConnectAsync(IPAddress.Loopback, _world.Options.Desktop.LpdPort);
        await sender.SendAsync("\u0007nothing\n"u8.ToArray());
        var answer = new byte[1];
        (await sender.ReceiveAsync(answer)).ShouldBe(1);
    }

    private static async Task LimitAsync(int process, int descriptors)
    {
        using var limit = Process.Start("prlimit", ["--pid", $"{process}", $"--nofile={descriptors}:"]);
        await limit.WaitForExitAsync();
        limit.ExitCode.ShouldBe(0);
    }
}
