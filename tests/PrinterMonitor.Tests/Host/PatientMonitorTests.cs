using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PrinterMonitor.Tests.Health;
using PrinterMonitor.Tests.Snmp;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.Health;
using TicketFlow.PrinterMonitor.Checks;
using TicketFlow.PrinterMonitor.Fleet;
using TicketFlow.PrinterMonitor.Polling;
using TicketFlow.PrinterMonitor.Snmp;

namespace PrinterMonitor.Tests.Host;

/// <summary>A monitor whose polls are rare: what it learns at once, it learns by being told to look.</summary>
public sealed class PatientMonitorTests(MonitorHarness monitor) : IClassFixture<MonitorHarness>, IAsyncLifetime
{
    private readonly SnmpManager _manager = new(TimeProvider.System);

    public Task InitializeAsync()
    {
        foreach (var pace in new[] { "Idle", "Busy", "Faulty", "Sleeping", "Silent", "Absent" })
        {
            monitor.Settings["Monitor:Polling:" + pace] = "00:10:00";
        }

        monitor.Settings["Monitor:Snmp:Timeout"] = "00:00:00.3";
        monitor.Settings.Remove("Monitor:Snmp:QuickTimeout");

        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _manager.DisposeAsync();

    [Fact]
    public async Task A_check_looks_at_once_and_answers_all_who_asked_and_nonsense_holds_up_nobody()
    {
        monitor.Settings["Monitor:Snmp:QuickTimeout"] = "00:00:05";
        var host = await monitor.StartAsync();
        await using var agent = await ServeAsync("checked");
        await agent.RestartAsync(_manager, Scenarios.Lines(Scenarios.Jam));
        await monitor.Inbox.AskAsync(null, [1, 2, 3]);
        await monitor.Inbox.AskAsync(CheckResourceNow.MessageType, "{\"p\":null}"u8.ToArray());
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => monitor.Inbox.AskAsync("checked", TransferErrors.Stalled)));
        await Eventually.TrueAsync(() => monitor.Inbox.Answers.Any(a => a.Resource == "checked"), () => "an answer");
        var answer = monitor.Inbox.Answers.First(a => a.Resource == "checked");
        (answer.Status, answer.Answered, answer.Version).ShouldBe((HealthStatuses.Stopped, 1, 2));
        answer.Causes.ShouldBe(["media-jam"]);
        await monitor.Inbox.BecomesAsync("checked", HealthStatuses.Stopped, "media-jam");
        monitor.Inbox.Changes.Count(c => c.Resource == "checked").ShouldBe(2);
        await monitor.StopAsync(host);
    }

    [Fact]
    public async Task A_fault_that_a_check_found_is_watched_as_closely_as_any_other()
    {
        monitor.Settings["Monitor:Polling:Faulty"] = "00:00:00.3";
        var host = await monitor.StartAsync();
        await using var agent = await ServeAsync("watched");
        await agent.RestartAsync(_manager, Scenarios.Lines(Scenarios.Jam));
        await monitor.Inbox.AskAsync("watched", TransferErrors.Stalled);
        await monitor.Inbox.BecomesAsync("watched", HealthStatuses.Stopped, "media-jam");
        await agent.RestartAsync(_manager, Scenarios.Lines(InventedPrinters.MonoLaser));
        await monitor.Inbox.BecomesAsync("watched", HealthStatuses.Ready);
        await monitor.StopAsync(host);
    }

    [Fact]
    public async Task An_agent_before_a_closed_door_and_a_silent_card_are_enough_for_a_stop()
    {
        var host = await monitor.StartAsync();
        await using var agent = await ServeAsync("dark");
        await agent.StopAsync();
        await monitor.Inbox.AskAsync("dark", TransferErrors.Refused);
        await monitor.Inbox.BecomesAsync("dark", HealthStatuses.Stopped, "timed-out");
        await monitor.StopAsync(host);
    }

    [Fact]
    public async Task A_card_that_freezes_and_answers_late_and_one_that_misses_a_poll_are_no_stopped_printers()
    {
        monitor.Settings["Monitor:Snmp:Timeout"] = "00:00:02";
        var host = await monitor.StartAsync();
        await using var agent = await ServeAsync("slow");
        var (counters, poller) = (host.Services.GetRequiredService<SnmpManager>().Counters, host.Services.GetRequiredService<Poller>());
        var (resent, answered) = (counters.Resent, counters.Answered);
        await agent.FreezeAsync();
        poller.Hurry("slow");
        await Eventually.TrueAsync(() => counters.Resent > resent, () => "it is asked again");
        await agent.ThawAsync();
        await Eventually.TrueAsync(() => counters.Answered > answered, () => "it answers late");

        await agent.StopAsync();
        poller.Hurry("slow");
        await Eventually.TrueAsync(() => poller.Find("slow")!.Misses == 1, () => "it misses a poll");
        await agent.RestartAsync(_manager, Scenarios.Lines(InventedPrinters.MonoLaser));
        poller.Hurry("slow");
        await Eventually.TrueAsync(() => poller.Find("slow")!.Misses == 0, () => "it answers again");
        monitor.Inbox.Changes.Count(c => c.Resource == "slow").ShouldBe(1);
        await monitor.StopAsync(host);
    }

    [Fact]
    public async Task A_doubt_that_comes_while_it_is_asked_has_it_asked_once_more()
    {
        monitor.Settings["Monitor:Snmp:Timeout"] = "00:00:02";
        var host = await monitor.StartAsync();
        await using var agent = await ServeAsync("doubted");
        var (counters, poller) = (host.Services.GetRequiredService<SnmpManager>().Counters, host.Services.GetRequiredService<Poller>());
        await agent.FreezeAsync();
        var resent = counters.Resent;
        poller.Hurry("doubted");
        await Eventually.TrueAsync(() => counters.Resent > resent, () => "it is being asked");
        var (turn, polls) = (poller.Find("doubted")!.Turn, counters.Sent);
        poller.Hurry("doubted");
        await Eventually.TrueAsync(() => poller.Find("doubted")!.Turn > turn, () => "its turn comes while it is busy");
        await agent.ThawAsync();
        await Eventually.TrueAsync(() => counters.Sent > polls, () => "it is asked once more");
        await monitor.StopAsync(host);
    }

    [Fact]
    public async Task A_trap_makes_it_ask_at_once()
    {
        var port = FreePort();
        monitor.Settings["Monitor:Traps:Listen"] = $"127.0.0.1:{port}";
        var host = await monitor.StartAsync();
        await using var agent = await ServeAsync("calls");
        await agent.RestartAsync(_manager, Scenarios.Lines(Scenarios.Jam));
        await Eventually.TrueAsync(
            () =>
            {
                Trap(port);
                return monitor.Inbox.Changes.Any(c => c is { Resource: "calls", Status: HealthStatuses.Stopped });
            },
            () => "the trap is heard");
        (await monitor.Database.ScalarAsync<int>("select boots from monitor.engine where name = 'one'")).ShouldBe(1);
        await monitor.StopAsync(host);
    }

    [Fact]
    public async Task The_last_of_several_traps_is_heeded_as_the_first_is()
    {
        var port = FreePort();
        monitor.Settings["Monitor:Traps:Listen"] = $"127.0.0.1:{port}";
        var host = await monitor.StartAsync("flooded");
        monitor.Settings.Remove("Monitor:Traps:Listen");
        await using var agent = await ServeAsync("twice");
        var hurries = 0;
        await using var listener = new NpgsqlConnection(monitor.Database.ConnectionString);
        await listener.OpenAsync();
        listener.Notification += (_, told) => hurries += told.Payload == "twice" ? 1 : 0;
        await using (var listen = new NpgsqlCommand($"listen {HurryCall.Channel}", listener))
        {
            await listen.ExecuteNonQueryAsync();
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (hurries == 0)
        {
            // It may not listen yet.
            Trap(port);
            await listener.WaitAsync(TimeSpan.FromSeconds(2), patience.Token);
        }

        Trap(port);
        while (hurries < 2)
        {
            await listener.WaitAsync(patience.Token);
        }

        await monitor.StopAsync(host);
    }

    [Fact]
    public async Task What_a_dead_monitor_left_in_the_outbox_goes_out()
    {
        var host = await monitor.StartAsync();
        await monitor.Database.ExecuteAsync("""
            insert into monitor.outbox (type, routing_key, body) values ('RH1', 'changed.left',
              '{"id":"4d1d0a2c-8d0e-8c3e-9f5b-0d5b7a9e6c11","p":"left","n":1,"at":"2026-03-01T09:00:00+00:00","s":"ready","w":"unknown","c":[],"o":"snmp"}')
            """);
        await monitor.Inbox.BecomesAsync("left", HealthStatuses.Ready);
        await Eventually.TrueAsync(
            () => monitor.Database.ScalarAsync<long>("select count(*) from monitor.outbox").Result == 0, () => "it is empty");
        await monitor.StopAsync(host);
    }

    [Fact]
    public async Task Two_monitors_share_the_printers_and_tell_each_thing_once()
    {
        var (one, two) = (await monitor.StartAsync("one"), await monitor.StartAsync("two"));
        await using var agent = await NetSnmpAgent.StartAsync(_manager, Scenarios.Lines(InventedPrinters.MonoLaser));
        string[] names = [.. Enumerable.Range(0, 12).Select(i => $"shared-{i}")];
        foreach (var name in names)
        {
            await monitor.AddPrinterAsync(name, NetSnmpAgentAddress.Of(agent));
        }

        await Task.WhenAll(names.Select(name => monitor.Inbox.BecomesAsync(name, HealthStatuses.Ready)));
        var pollers = new[] { one, two }.Select(h => h.Services.GetRequiredService<Poller>()).ToArray();
        await Eventually.TrueAsync(
            () => names.All(name => pollers.Count(p => p.Find(name) is not null) == 1), () => "each printer has one monitor");
        await monitor.StopAsync(two);
        await Eventually.TrueAsync(() => names.All(name => pollers[0].Find(name) is not null), () => "the other one takes over");
        names.ShouldAllBe(name => monitor.Inbox.Changes.Count(c => c.Resource == name) == 1);
        await monitor.StopAsync(one);
    }

    [Fact]
    public async Task A_silence_that_one_monitors_check_meets_has_the_printers_own_monitor_look_at_once()
    {
        var hosts = new[] { await monitor.StartAsync("one"), await monitor.StartAsync("two") };
        await using var agent = await ServeAsync("asked");
        var pollers = hosts.Select(h => h.Services.GetRequiredService<Poller>()).ToArray();
        await Eventually.TrueAsync(() => pollers.Count(p => p.Find("asked") is not null) == 1, () => "it has one monitor");
        await Eventually.TrueAsync(
            () => hosts.All(h => h.Services.GetRequiredService<FleetDirectory>().Find("asked") is not null), () => "both know of it");
        var (own, other) = pollers[0].Find("asked") is not null ? (pollers[0], hosts[1]) : (pollers[1], hosts[0]);
        await agent.StopAsync();
        (await other.Services.GetRequiredService<CheckDesk>().CheckAsync("asked", null, default)).Answered.ShouldBe(0);
        await Eventually.TrueAsync(() => own.Find("asked")!.Misses > 0, () => "it is asked by its own monitor");
        await Task.WhenAll(hosts.Select(monitor.StopAsync));
    }

    private async Task<NetSnmpAgent> ServeAsync(string name)
    {
        var agent = await NetSnmpAgent.StartAsync(_manager, Scenarios.Lines(InventedPrinters.MonoLaser));
        await monitor.AddPrinterAsync(name, NetSnmpAgentAddress.Of(agent));
        await monitor.Inbox.BecomesAsync(name, HealthStatuses.Ready);
        return agent;
    }

    private static void Trap(int port)
    {
        using var trap = Process.Start("snmptrap", ["-v2c", "-c", "public", $"127.0.0.1:{port}", "", "1.3.6.1.2.1.43.18.2.0.1"]);
        trap.WaitForExit();
    }

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
