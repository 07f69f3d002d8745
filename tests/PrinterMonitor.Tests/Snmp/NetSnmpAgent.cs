using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using TicketFlow.PrinterMonitor.Snmp;

namespace PrinterMonitor.Tests.Snmp;

/// <summary>
/// A real net-snmp agent on loopback with its own configuration and state in a fresh directory. The device's objects are given as
/// net-snmp's own "override" lines, so nothing but snmpd is needed.
/// </summary>
internal sealed class NetSnmpAgent : IAsyncDisposable
{
    /// <summary>A line of configuration: to the community 'public' it tells its engine and nothing else.</summary>
    public const string Locked = "rocommunity public 127.0.0.0/8 .1.3.6.1.6.3";

    private const string Modules = "override,vacm_conf,usmConf,usmUser,usmStats,snmpEngine,snmpMPDStats";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("tf-snmpd-");
    private Process? _process;

    private NetSnmpAgent(int port) => Address = new IPEndPoint(IPAddress.Loopback, port);

    public IPEndPoint Address { get; private set; }

    public static async Task<NetSnmpAgent> StartAsync(SnmpManager manager, params string[] lines)
    {
        var agent = new NetSnmpAgent(FreePort());
        await agent.WriteAsync(lines);
        await agent.StartAsync(manager);
        return agent;
    }

    /// <summary>The same engine, one boot later: net-snmp keeps its counter in the directory.</summary>
    public async Task RestartAsync(SnmpManager manager, params string[] lines)
    {
        await StopAsync();
        await WriteAsync(lines);
        await StartAsync(manager);
    }

    /// <summary>Another address of loopback.</summary>
    public async Task MoveAsync(IPAddress address, SnmpManager manager, params string[] lines)
    {
        await StopAsync();
        Address = new IPEndPoint(address, Address.Port);
        await WriteAsync(lines);
        await StartAsync(manager);
    }

    /// <summary>Another engine id and no memory of boots: a replaced device at the same address.</summary>
    public async Task ReplaceAsync(SnmpManager manager, params string[] lines)
    {
        await StopAsync();
        Directory.Delete(Path.Combine(_directory.FullName, "state"), recursive: true);
        await WriteAsync(lines);
        await StartAsync(manager);
    }

    public async Task StopAsync()
    {
        if (_process is null)
        {
            return;
        }

        // SIGTERM, so that the agent writes its boots counter as it would on a device that restarts.
        await SignalAsync("-TERM");
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Stops in mid-air: questions queue up in the socket and are answered late, when it goes on.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    public Task ThawAsync() => SignalAsync("-CONT");

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await ThawAsync();
        }

        await StopAsync();
        _directory.Delete(recursive: true);
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process!.Id.ToString()]);
        await kill.WaitForExitAsync();
    }

    private Task WriteAsync(string[] lines) => File.WriteAllLinesAsync(Path.Combine(_directory.FullName, "snmpd.conf"),
    [
        $"agentaddress udp:{Address}", "agentXSocket /dev/null", lines.Contains(Locked) ? "" : "rocommunity public 127.0.0.0/8", .. lines,
    ]);

    private string LogFile => Path.Combine(_directory.FullName, "log");

    private string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "no log";

    private async Task StartAsync(SnmpManager manager)
    {
        var state = Path.Combine(_directory.FullName, "state");
        Directory.CreateDirectory(state);
        var start = new ProcessStartInfo("snmpd")
        {
            ArgumentList =
            {
                "-f", "-c", Path.Combine(_directory.FullName, "snmpd.conf"),
                "-Lf", LogFile, "-I", Modules,
            },
            Environment = { ["SNMP_PERSISTENT_DIR"] = state, ["SNMPCONFPATH"] = state, ["MIBS"] = string.Empty },
        };
        start.Environment["PATH"] += ":/usr/sbin";
        try
        {
            _process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException("These tests need a real SNMP agent: install the package snmpd (and snmp).", e);
        }

        await WaitUntilItAnswersAsync(manager);
    }

    private Task WaitUntilItAnswersAsync(SnmpManager manager)
    {
        var target = SnmpTarget.V2c(Address) with { Timing = new SnmpTiming(TimeSpan.FromMilliseconds(100), 0, 1) };
        return Eventually.TrueAsync(
            async () =>
            {
                _process!.HasExited.ShouldBeFalse("snmpd ended: " + Log);
                return (await manager.GetAsync(target, [Oid.Parse("1.3.6.1.6.3.10.2.1.1.0")], default)).Succeeded;
            },
            () => "snmpd answers: " + Log);
    }

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
