using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Agent.Tests.Life;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Tests.Notifications;

/// <summary><c>ticketflow notify</c> on a real session bus, with a real agent that comes and goes.</summary>
public sealed class NotifyCommandTests : LifeScene
{
    private string Nowhere => Path.Combine(World.Home, "nobody.sock");

    [Fact]
    public async Task Each_thing_is_told_once_over_kills_of_the_agent_and_of_the_command()
    {
        await using var bus = await SessionBus.StartAsync();
        await using var first = await StartAgentAsync();
        await using var notify = Start(bus);
        await notify.ConnectedAsync();
        var job = await QueueAsync(first.Local);
        await NoticeAsync(NoticeCodes.PrinterStopped);
        await Eventually.True(() => bus.Shown.Count == 1, () => $"the question is shown; it said: {notify.Said}");

        await first.KillAsync();
        await using var agent = await StartAgentAsync();
        await notify.ConnectedAsync(times: 2);
        await notify.DisposeAsync();

        // What happens while nobody listens is told later.
        await StopAsync(StopCodes.OverQuota);
        await agent.Local.BecomesAsync(job.Key, JobStates.Cancelled);
        await using (var second = Start(bus))
        {
            await Eventually.True(() => bus.Shown.Count >= 2, () => $"the loss is shown; it said: {second.Said}");
            await second.ConnectedAsync();
        }

        await using (var third = Start(bus))
        {
            await third.ConnectedAsync();
        }

        bus.Shown.Select(shown => shown.Title).ShouldBe(["office has stopped", "report"]);
        bus.Shown[1].Text.ShouldContain("more than is left of a budget");
    }

    [Fact]
    public async Task One_of_a_session_shows_them_and_it_ends_with_the_session()
    {
        await using var bus = await SessionBus.StartAsync();
        await using var agent = await StartAgentAsync();
        await using var first = Start(bus);
        await first.ConnectedAsync();
        await using var second = Start(bus);
        (await second.EndedAsync()).ShouldBe(0);
        second.Said.ShouldContain("shown in this session already");

        await bus.DisposeAsync();
        (await first.EndedAsync()).ShouldBe(0);
        first.Said.ShouldContain("The session has ended");
    }

    [Fact]
    public async Task An_agent_that_reaches_the_desktop_itself_is_left_to_it()
    {
        await using var bus = await SessionBus.StartAsync();
        await using var agent = await StartAgentAsync($"unix:path={bus.Address}");
        await using var notify = Start(bus);
        (await notify.EndedAsync()).ShouldBe(0);
        notify.Said.ShouldContain("The agent shows your notifications itself.");
    }

    [Fact]
    public async Task Where_they_are_switched_off_it_says_so_and_ends_with_3()
    {
        World.Options.Notifications.Enabled = false;
        await using var bus = await SessionBus.StartAsync();
        await using var agent = await World.StartAgentAsync();
        await using var notify = Start(bus);
        (await notify.EndedAsync()).ShouldBe(3);
        notify.Said.ShouldContain("Notifications:Enabled");
    }

    [Fact]
    public async Task Without_a_desktop_session_it_says_so_and_ends_with_2()
    {
        await using var none = NotifyProcess.Start(Nowhere, null, World.Home);
        (await none.EndedAsync()).ShouldBe(2);
        none.Said.ShouldContain("no desktop session");

        await using var dead = NotifyProcess.Start(Nowhere, Path.Combine(World.Home, "no-bus"), World.Home);
        (await dead.EndedAsync()).ShouldBe(2);
        dead.Said.ShouldContain("cannot be reached");
    }

    [Fact]
    public async Task The_agent_ends_though_somebody_listens()
    {
        var agent = await World.StartAgentAsync();
        using var notices = await agent.Local.Http.GetAsync("v1/notices", HttpCompletionOption.ResponseHeadersRead);
        using var watch = await agent.Local.Http.GetAsync("v1/watch", HttpCompletionOption.ResponseHeadersRead);

        // Else the host breaks open requests off after half a minute, which is longer than systemd waits.
        agent.Host.App.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout = Timeout.InfiniteTimeSpan;
        await agent.Host.App.StopAsync().WaitAsync(Eventually.Deadline);
        await agent.DisposeAsync();
    }

    /// <summary>An agent without a desktop of its own, wherever the tests run.</summary>
    private Task<AgentProcess> StartAgentAsync(string session = "") => AgentProcess.StartInShellAsync(
        World.Options, "exec \"$AGENT\"",
        new Dictionary<string, string> { ["DBUS_SESSION_BUS_ADDRESS"] = session, ["XDG_RUNTIME_DIR"] = World.Home });

    private NotifyProcess Start(SessionBus bus) => NotifyProcess.Start(World.Options.Socket, bus.Address.ToString(), World.Home);
}
