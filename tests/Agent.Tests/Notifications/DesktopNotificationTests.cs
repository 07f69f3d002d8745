using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Notifications;
using TicketFlow.Notifications;
using TicketFlow.Notifications.Freedesktop;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Tests.Notifications;

/// <summary>On a real session bus.</summary>
public sealed class DesktopNotificationTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);
    private readonly JobTable _table = new(100);
    private readonly NotificationOptions _options = new() { LongWait = TimeSpan.FromSeconds(1) };
    private DesktopNotifications? _running;

    public void Dispose() => _running?.Dispose();

    [Fact]
    public async Task A_question_and_the_end_of_a_long_wait_reach_the_desktop()
    {
        await using var bus = await SessionBus.StartAsync();
        await RunAsync(bus);
        var entry = Add("Über <alles> & mehr.pdf");
        entry.State = entry.State with { Question = new LocalQuestion("printer-stopped", "office has stopped.", "office", At) };
        await Eventually.True(() => bus.Shown.Count == 1, "the question is shown");
        bus.Shown[0].ShouldBe(new Shown(
            "TicketFlow", 0, "office has stopped",
            "Über &lt;alles&gt; &amp; mehr.pdf waits. office has stopped. 'ticketflow open' shows the choices.", 2));

        entry.State = entry.State with { Phase = JobPhase.Completed, EndedAt = At.AddMinutes(1), Reported = true, Question = null };
        _table.Close(entry);
        await Eventually.True(() => bus.Shown.Count == 2, "the end is shown");
        (bus.Shown[1].Title, bus.Shown[1].Text, bus.Shown[1].Urgency).ShouldBe(("Über <alles> & mehr.pdf", "Printed on office.", (byte)1));
    }

    [Fact]
    public async Task News_about_the_same_take_the_place_of_what_was_shown()
    {
        await using var bus = await SessionBus.StartAsync();
        var notifier = new FreedesktopNotifier(bus.Address);
        await notifier.ShowAsync(new UserNotification("printer:office", "one", "text", Urgent: true), CancellationToken.None);
        await notifier.ShowAsync(new UserNotification("printer:office", "two", "text", Urgent: true), CancellationToken.None);
        await notifier.ShowAsync(new UserNotification("printer:hall", "three", "text", Urgent: true), CancellationToken.None);
        bus.Shown.Select(shown => shown.Replaces).ShouldBe([0u, 41u, 0u]);
    }

    [Fact]
    public async Task Without_a_desktop_it_says_so_and_goes_on()
    {
        await using var bus = await SessionBus.StartAsync(withDesktop: false);
        var notification = new UserNotification("a", "title", "text", Urgent: true);
        (await Should.ThrowAsync<IOException>(() => new FreedesktopNotifier(bus.Address).ShowAsync(notification, CancellationToken.None)))
            .Message.ShouldContain("ServiceUnknown");
        var nowhere = new FreedesktopNotifier(new UnixDomainSocketEndPoint("/nonexistent/bus"));
        await Should.ThrowAsync<IOException>(() => nowhere.ShowAsync(notification, CancellationToken.None));
    }

    [Fact]
    public async Task Switched_off_nothing_is_shown()
    {
        await using var bus = await SessionBus.StartAsync();
        _options.Enabled = false;
        await RunAsync(bus);
        await _running!.ExecuteTask!;
    }

    [Theory]
    [InlineData("unix:path=/run/user/1000/bus,guid=00", "/run/user/1000/bus")]
    [InlineData("tcp:host=1;unix:guid=00,path=/tmp/a%20b", "/tmp/a b")]
    [InlineData("tcp:host=1", null)]
    [InlineData("", null)]
    public void The_bus_is_found_by_its_address(string address, string? path) =>
        (BusAddress.Parse(address)?.ToString()).ShouldBe(path);

    private Task RunAsync(SessionBus bus)
    {
        _running = new DesktopNotifications(
            _table, _options, new OwnDesktop(Environment.UserName, new FreedesktopNotifier(bus.Address)),
            NullLogger<DesktopNotifications>.Instance, TimeProvider.System);
        return _running.StartAsync(CancellationToken.None);
    }

    private JobEntry Add(string title)
    {
        var entry = new JobEntry(new JobState
        {
            Key = title,
            User = Environment.UserName,
            Printer = "office",
            Title = title,
            AcceptedAt = At,
            Phase = JobPhase.Waiting,
        });
        _table.Add(entry);
        return entry;
    }
}
