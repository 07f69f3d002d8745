using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using TicketFlow.Agent.Tests.Harness;

namespace TicketFlow.Agent.Tests.Service;

/// <summary>The agent's program as systemd starts it: this test listens where systemd would.</summary>
public sealed class SystemdTests : IAsyncLifetime
{
    private readonly AgentWorld _world = new();
    private readonly Socket _systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    public Task InitializeAsync() => _world.InitializeAsync();

    public async Task DisposeAsync()
    {
        _systemd.Dispose();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task It_says_that_it_is_ready_lives_and_ends_and_logs_lines_with_priorities()
    {
        var notify = Path.Combine(_world.Home, "notify");
        _systemd.Bind(new UnixDomainSocketEndPoint(notify));
        using var agent = Start(notify);
        var lines = new List<string>();
        try
        {
            (await HearAsync()).ShouldBe("READY=1");
            (await HearAsync()).ShouldBe("WATCHDOG=1");

            // The broker is not there: a warning or worse, as one line with its priority.
            using var patience = new CancellationTokenSource(Eventually.Deadline);
            while (!lines.Exists(line => line.StartsWith('<') && line.Contains("TicketFlow.Agent.Broker", StringComparison.Ordinal)))
            {
                lines.Add((await agent.StandardOutput.ReadLineAsync(patience.Token)).ShouldNotBeNull(string.Join('\n', lines)));
            }

            var rest = agent.StandardOutput.ReadToEndAsync(patience.Token);
            using var term = Process.Start("kill", ["-TERM", $"{agent.Id}"]);
            var heard = await HearAsync();
            while (heard == "WATCHDOG=1")
            {
                heard = await HearAsync();
            }

            heard.ShouldBe("STOPPING=1");
            using var limit = new CancellationTokenSource(Eventually.Deadline);
            await agent.WaitForExitAsync(limit.Token);
            agent.ExitCode.ShouldBe(0);
            await rest;
        }
        finally
        {
            agent.Kill();
        }
    }

    private Process Start(string notify)
    {
        _world.WriteCredentials("secret", port: 1);
        return Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "TicketFlow.Agent"))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment =
            {
                ["TICKETFLOW_AGENT_HOME"] = _world.Home,
                ["TICKETFLOW_AGENT_SOCKET"] = Path.Combine(_world.Home, "agent.sock"),
                ["TICKETFLOW_AGENT_CREDENTIALS"] = _world.CredentialsFile,
                ["NOTIFY_SOCKET"] = notify,
                ["WATCHDOG_USEC"] = "200000",
                ["JOURNAL_STREAM"] = "8:1",
            },
        })!;
    }

    private async Task<string> HearAsync()
    {
        using var limit = new CancellationTokenSource(Eventually.Deadline);
        var buffer = new byte[100];
        return Encoding.UTF8.GetString(buffer, 0, await _systemd.ReceiveAsync(buffer, limit.Token));
    }
}
