using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using TicketFlow.Notifications.Freedesktop;
using TicketFlow.Agent.Tests.Harness;

namespace TicketFlow.Agent.Tests.Notifications;

/// <summary>What a desktop was asked to show.</summary>
internal sealed record Shown(string Program, uint Replaces, string Title, string Text, byte Urgency);

/// <summary>A real dbus-daemon of our own, and something on it that answers as a desktop does.</summary>
internal sealed class SessionBus : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("tf-bus-").FullName;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<Shown> _shown = new();
    private Process _daemon = null!;
    private BusConnection? _desktop;
    private bool _ended;
    private Task _answering = Task.CompletedTask;

    public UnixDomainSocketEndPoint Address => new(Path.Combine(_directory, "bus"));

    public IReadOnlyList<Shown> Shown => [.. _shown];

    public static async Task<SessionBus> StartAsync(bool withDesktop = true)
    {
        var bus = new SessionBus();
        var start = new ProcessStartInfo("dbus-daemon", ["--session", "--nofork", "--nopidfile", $"--address=unix:path={bus.Address}"])
        {
            UseShellExecute = false,
        };
        bus._daemon = Process.Start(start)!;
        await Eventually.True(() => Answers(bus.Address), "dbus-daemon listens");
        if (withDesktop)
        {
            await bus.BeDesktopAsync();
        }

        return bus;
    }

    /// <summary>May be called earlier: the session ends.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        await _end.CancelAsync();
        await _answering;
        _desktop?.Dispose();
        _daemon.Kill();
        await _daemon.WaitForExitAsync();
        _daemon.Dispose();
        _end.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Its file is there before it listens.</summary>
    private static bool Answers(UnixDomainSocketEndPoint address)
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(address);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task BeDesktopAsync()
    {
        _desktop = await BusConnection.OpenAsync(Address, _end.Token);
        await _desktop.CallAsync(
            "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName", "su",
            new BusWriter().Text(FreedesktopNotifier.Name).Number(0), _end.Token);
        _answering = AnswerAsync(_desktop);
    }

    private async Task AnswerAsync(BusConnection desktop)
    {
        try
        {
            while (true)
            {
                var call = await desktop.ReceiveAsync(_end.Token);
                if (call is { Kind: BusMessageKind.Call, Member: "Notify" })
                {
                    _shown.Enqueue(Read(new BusReader(call.Body)));
                    await desktop.ReturnAsync(call, "u", new BusWriter().Number((uint)_shown.Count + 40), _end.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test ends.
        }
    }

    private static Shown Read(BusReader body)
    {
        var (program, replaces, _, title, text) = (body.Text(), body.Number(), body.Text(), body.Text(), body.Text());
        body.Number().ShouldBe(0u, "no actions");
        body.Number().ShouldBeGreaterThan(0u, "hints");
        body.Align(8).Text().ShouldBe("urgency");
        body.Signature().ShouldBe("y");
        var urgency = body.Byte();
        body.Number().ShouldBe(uint.MaxValue);
        body.Ended.ShouldBeTrue();
        return new Shown(program, replaces, title, text, urgency);
    }
}
