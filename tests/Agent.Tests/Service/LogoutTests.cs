using System.Diagnostics;
using System.Globalization;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Agent.Tests.Life;
using TicketFlow.Agent.Tests.Notifications;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Tests.Service;

/// <summary>An agent that its user started in a session of the desktop, on a terminal, and that session's end.</summary>
public sealed class LogoutTests : LifeScene
{
    [Fact]
    public async Task The_end_of_the_session_takes_its_terminal_and_its_desktop_and_not_the_agent()
    {
        await using var bus = await SessionBus.StartAsync();
        var note = Path.Combine(World.Home, "agent-process");
        await using var terminal = await AgentProcess.StartInShellAsync(
            World.Options,
            $$"""exec script -qec 'echo $$ >{{note}}; exec "$AGENT"' /dev/null""",
            new Dictionary<string, string>
            {
                ["DBUS_SESSION_BUS_ADDRESS"] = $"unix:path={bus.Address}",
                ["SHELL"] = "/bin/bash",
            });
        using var agent = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(note), CultureInfo.InvariantCulture));
        try
        {
            var job = await QueueAsync(terminal.Local);
            await NoticeAsync(NoticeCodes.PrinterStopped, [new Alternative("hall", 0)]);
            await Eventually.True(() => bus.Shown.Count > 0, "the desktop shows the question");

            // The kernel hangs up on the session when nobody holds the terminal's other end.
            await terminal.KillAsync();
            await bus.DisposeAsync();
            await NoticeAsync(NoticeCodes.PrinterWorks);
            await Server.GoAheadAsync(World.Agent, Id, 1, Printer.Address);
            await terminal.Local.BecomesAsync(job.Key, JobStates.Completed);
            Printer.Documents.ShouldHaveSingleItem().ShouldBe(Document);

            var later = await terminal.Local.PrintAsync(Document, title: "after the logout");
            (await RequestOfAsync(later)).Text("t").ShouldBe("after the logout");
            agent.HasExited.ShouldBeFalse();
        }
        finally
        {
            agent.Kill();
            await agent.WaitForExitAsync();
        }
    }
}
