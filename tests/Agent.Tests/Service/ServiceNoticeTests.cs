using System.Net.Sockets;
using System.Text;
using TicketFlow.Agent.Service;
using TicketFlow.Agent.Tests.Harness;

namespace TicketFlow.Agent.Tests.Service;

/// <summary>What systemd hears: on a datagram socket, as it listens itself.</summary>
public sealed class ServiceNoticeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tf-notify-").FullName;
    private readonly Socket _systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    private string Address => Path.Combine(_folder, "notify");

    public void Dispose()
    {
        _systemd.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task States_arrive_as_datagrams()
    {
        _systemd.Bind(new UnixDomainSocketEndPoint(Address));
        new ServiceNotice(Address).Send(ServiceNotice.Ready);
        (await HearAsync()).ShouldBe("READY=1");
    }

    [Fact]
    public async Task An_abstract_address_is_understood()
    {
        var name = $"tf-notify-{Guid.NewGuid():N}";
        _systemd.Bind(new UnixDomainSocketEndPoint('\0' + name));
        new ServiceNotice("@" + name).Send(ServiceNotice.Alive);
        (await HearAsync()).ShouldBe("WATCHDOG=1");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/nowhere/at/all")]
    public void Without_a_listener_nothing_happens(string? socket) =>
        Should.NotThrow(() => new ServiceNotice(socket).Send(ServiceNotice.Ready));

    [Theory]
    [InlineData("60000000", 30.0)]
    [InlineData("0", null)]
    [InlineData("soon", null)]
    [InlineData(null, null)]
    public void The_watchdog_hears_of_us_twice_as_often_as_it_must(string? microseconds, double? seconds) =>
        (ServiceNotice.WatchdogEvery(microseconds)?.TotalSeconds).ShouldBe(seconds);

    [Fact]
    public void Every_line_of_an_error_has_its_priority_for_the_journal()
    {
        ServiceLog.Error("one\ntwo", journal: true).ShouldBe("<3>one\n<3>two");
        ServiceLog.Error("one\ntwo", journal: false).ShouldBe("one\ntwo");
    }

    private async Task<string> HearAsync()
    {
        using var limit = new CancellationTokenSource(Eventually.Deadline);
        var buffer = new byte[100];
        return Encoding.UTF8.GetString(buffer, 0, await _systemd.ReceiveAsync(buffer, limit.Token));
    }
}
