using System.Net.Sockets;
using System.Text;

namespace TicketFlow.Agent.Service;

/// <summary>Tells systemd how the agent is (sd_notify(3)): a datagram to the socket it names. Elsewhere nothing happens.</summary>
internal sealed class ServiceNotice(string? socket)
{
    public const string Ready = "READY=1";
    public const string Alive = "WATCHDOG=1";
    public const string Stopping = "STOPPING=1";

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when <see cref="Ready"/> was sent.</summary>
    public Task BecameReady => _ready.Task;

    /// <summary>The service of this process.</summary>
    public static ServiceNotice FromEnvironment() => new(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"));

    /// <summary>
    /// How often the watchdog wants to hear of us at least, or null. Half the time it allows, as sd_watchdog_enabled(3) advises.
    /// </summary>
    public static TimeSpan? WatchdogEvery(string? microseconds) =>
        long.TryParse(microseconds, out var allowed) && allowed > 0 ? TimeSpan.FromMicroseconds(allowed) / 2 : null;

    public void Send(string state)
    {
        Tell(state);
        if (state == Ready)
        {
            _ready.TrySetResult();
        }
    }

    private void Tell(string state)
    {
        if (string.IsNullOrEmpty(socket))
        {
            return;
        }

        // '@' stands for the zero byte of an abstract address.
        var address = new UnixDomainSocketEndPoint(socket[0] == '@' ? '\0' + socket[1..] : socket);
        using var sender = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            sender.SendTo(Encoding.UTF8.GetBytes(state), address);
        }
        catch (SocketException)
        {
            // Whoever does not listen does not miss it.
        }
    }
}
