using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TicketFlow.Benchmarks.Monitor;

/// <summary>Real net-snmp agents, each at a loopback address of its own, all on one port.</summary>
internal sealed class RealAgents : IAsyncDisposable
{
    private const string Modules = "override,vacm_conf";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("tf-bench-snmpd-");
    private readonly List<Process> _processes = [];

    private RealAgents(int port) => Port = port;

    public int Port { get; }

    public static IPAddress AddressOf(int agent) => new([127, 2, 0, (byte)(1 + agent)]);

    public static string NameOf(int agent) => $"real-{agent}";

    public static async Task<RealAgents> StartAsync(int count, CancellationToken cancellation)
    {
        var agents = new RealAgents(FreePort());
        var mib = new SimulatedMib();
        for (var i = 0; i < count; i++)
        {
            var folder = agents._directory.CreateSubdirectory($"{i}");
            var configuration = Path.Combine(folder.FullName, "snmpd.conf");
            await File.WriteAllLinesAsync(
                configuration,
                [
                    $"agentaddress udp:{AddressOf(i)}:{agents.Port}", "agentXSocket /dev/null", "rocommunity public 127.0.0.0/8",
                    .. mib.AsOverrides(100_000 + i),
                ],
                cancellation);
            agents._processes.Add(Start(configuration, folder.FullName));
        }

        return agents;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.Where(p => !p.HasExited))
        {
            process.Kill();
        }

        foreach (var process in _processes)
        {
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _directory.Delete(recursive: true);
    }

    private static Process Start(string configuration, string folder)
    {
        var state = Path.Combine(folder, "state");
        Directory.CreateDirectory(state);
        var start = new ProcessStartInfo("snmpd", ["-f", "-c", configuration, "-Lf", Path.Combine(folder, "log"), "-I", Modules])
        {
            // Not the folder of the configuration: that would be read twice.
            Environment = { ["SNMP_PERSISTENT_DIR"] = state, ["SNMPCONFPATH"] = state, ["MIBS"] = string.Empty },
        };
        start.Environment["PATH"] += ":/usr/sbin";
        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        probe.Bind(new IPEndPoint(IPAddress.Any, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
