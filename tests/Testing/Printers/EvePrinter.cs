using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TicketFlow.Testing.Printers;

/// <summary>
/// A real IPP Everywhere printer: CUPS' <c>ippeveprinter</c> on a loopback port, with a D-Bus and an Avahi of its own in a mount
/// namespace of its own, because neither does without (facts: Avahi's socket has a fixed place). It keeps each document exactly as
/// received. A shell stands between: however this process ends, the shell reads the end of its input and ends the printer.
/// </summary>
public sealed partial class EvePrinter : IAsyncDisposable
{
    private const int LowestPort = 15_000;
    private const int HighestPort = 32_000;

    private const string Keeper = """
        dir=$1 port=$2
        mkdir -p /run/avahi-daemon && mount -t tmpfs tmpfs /run/avahi-daemon || { echo "no mount namespace"; exit 1; }
        dbus-daemon --config-file="$dir/bus.conf" --nofork --nopidfile >"$dir/dbus.log" 2>&1 & dbus=$!
        export DBUS_SYSTEM_BUS_ADDRESS="unix:path=$dir/bus.sock"
        for i in $(seq 600); do
          dbus-send --system --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.GetId >/dev/null 2>&1 && break
          sleep .05
        done
        avahi-daemon -f "$dir/avahi.conf" --no-drop-root --no-chroot --no-rlimits --no-proc-title >"$dir/avahi.log" 2>&1 & avahi=$!
        for i in $(seq 300); do
          dbus-send --system --dest=org.freedesktop.Avahi --print-reply / org.freedesktop.Avahi.Server.GetState 2>/dev/null |
            grep -q 'int32 2' && break
          sleep .1
        done
        ippeveprinter -n localhost -p "$port" -2 -M Eve -m One -d "$dir/spool" -k -K "$dir" -v -c "$dir/command" \
          -f application/pdf,image/jpeg,image/pwg-raster,image/urf,application/octet-stream "TF $port" >"$dir/printer.log" 2>&1 & printer=$!
        echo $printer >"$dir/printer.pid"
        echo started
        read -r end
        kill -9 $printer $avahi $dbus 2>/dev/null
        wait
        """;

    private readonly Process _keeper;
    private readonly string _directory;

    private EvePrinter(Process keeper, string directory, int port) => (_keeper, _directory, Port) = (keeper, directory, port);

    public int Port { get; }

    /// <summary>It listens on both loopback addresses under this name.</summary>
    public string Address => $"ipp://localhost:{Port}/ipp/print";

    /// <summary>What came, in the order of the jobs, byte for byte.</summary>
    public IReadOnlyList<byte[]> Documents =>
    [
        .. Directory.GetFiles(Path.Combine(_directory, "spool")).OrderBy(JobOf).Select(File.ReadAllBytes).Where(bytes => bytes.Length > 0),
    ];

    /// <summary>The printer's own log.</summary>
    public string Log => File.ReadAllText(Path.Combine(_directory, "printer.log"));

    /// <param name="command">
    /// Shell lines that "print": the document is <c>$1</c>; standard error may say <c>STATE: +media-jam</c> or <c>ATTR:
    /// job-impressions=3</c>; an exit code other than 0 aborts the job.
    /// </param>
    public static async Task<EvePrinter> StartAsync(string command = "exit 0")
    {
        var directory = Directory.CreateTempSubdirectory("tf-eve-").FullName;
        await WriteFilesAsync(directory, command);
        var port = FreePort();
        var printer = new EvePrinter(Start(directory, port), directory, port);
        await printer.AnswersAsync();
        return printer;
    }

    public async ValueTask DisposeAsync()
    {
        using (_keeper)
        {
            _keeper.StandardInput.Close();
            await _keeper.WaitForExitAsync();
        }

        Directory.Delete(_directory, recursive: true);
    }

    private static int JobOf(string file) => int.TryParse(Path.GetFileName(file).Split('-')[0], out var job) ? job : 0;

    private static async Task WriteFilesAsync(string directory, string command)
    {
        Directory.CreateDirectory(Path.Combine(directory, "spool"));
        await File.WriteAllTextAsync(Path.Combine(directory, "bus.conf"), $"""
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
              "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig>
              <type>system</type><listen>unix:path={directory}/bus.sock</listen><auth>EXTERNAL</auth>
              <policy context="default">
                <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/><allow user="*"/>
              </policy>
            </busconfig>
            """);
        await File.WriteAllTextAsync(Path.Combine(directory, "avahi.conf"), """
            [server]
            use-ipv4=yes
            use-ipv6=no
            allow-interfaces=lo
            enable-dbus=yes
            [publish]
            publish-hinfo=no
            publish-workstation=no
            """);
        var script = Path.Combine(directory, "command");
        await File.WriteAllTextAsync(script, $"#!/bin/sh\n{command}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static Process Start(string directory, int port)
    {
        var start = new ProcessStartInfo("unshare")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        var space = Environment.IsPrivilegedProcess ? "-m" : "-rm";
        foreach (var argument in (string[])[space, "bash", "-c", Keeper, "keeper", directory, $"{port}"])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new InvalidOperationException("unshare did not start");
    }

    private static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(LowestPort, HighestPort);
            try
            {
                using var four = new TcpListener(IPAddress.Loopback, port);
                using var six = new TcpListener(IPAddress.IPv6Loopback, port);
                four.Start();
                six.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }

    private async Task AnswersAsync()
    {
        var said = await _keeper.StandardOutput.ReadLineAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, Port, limit.Token);
                return;
            }
            catch (SocketException e)
            {
                if (_keeper.HasExited || limit.IsCancellationRequested)
                {
                    throw new InvalidOperationException(
                        $"ippeveprinter did not start (ops/lib/install --tests installs it): {said}. {Log}", e);
                }

                await Task.Delay(50, CancellationToken.None);
            }
        }
    }
}
