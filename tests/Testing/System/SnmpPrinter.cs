using System.Net;
using System.Net.Sockets;

namespace TicketFlow.SystemUnderTest;

/// <summary>
/// A printer's network card: a real net-snmp agent that shows the objects of a small laser printer. What happens to the printer is a change
/// of some objects; the agent then starts again, as a card does.
/// </summary>
public sealed class SnmpPrinter : IAsyncDisposable
{
    /// <summary>All is well: idle, toner at 64 %, paper in its tray.</summary>
    public static readonly IReadOnlyDictionary<string, string> Ready = new Dictionary<string, string>
    {
        [".1.3.6.1.2.1.1.1.0"] = "octet_str \"Halden print server\"",
        [".1.3.6.1.2.1.25.3.2.1.2.1"] = "object_id .1.3.6.1.2.1.25.3.1.5",
        [".1.3.6.1.2.1.25.3.2.1.3.1"] = "octet_str \"Halden L220\"",
        [".1.3.6.1.2.1.25.3.2.1.5.1"] = "integer 2",
        [".1.3.6.1.2.1.25.3.5.1.1.1"] = "integer 3",
        [".1.3.6.1.2.1.25.3.5.1.2.1"] = "octet_str 0x00",
        [".1.3.6.1.2.1.43.8.2.1.2.1.1"] = "integer 4",
        [".1.3.6.1.2.1.43.8.2.1.9.1.1"] = "integer 250",
        [".1.3.6.1.2.1.43.8.2.1.10.1.1"] = "integer 200",
        [".1.3.6.1.2.1.43.8.2.1.13.1.1"] = "octet_str \"Tray 1\"",
        [".1.3.6.1.2.1.43.11.1.1.5.1.1"] = "integer 3",
        [".1.3.6.1.2.1.43.11.1.1.6.1.1"] = "octet_str \"Toner T220\"",
        [".1.3.6.1.2.1.43.11.1.1.7.1.1"] = "integer 19",
        [".1.3.6.1.2.1.43.11.1.1.8.1.1"] = "integer 100",
        [".1.3.6.1.2.1.43.11.1.1.9.1.1"] = "integer 64",
        [".1.3.6.1.2.1.43.16.5.1.2.1.1"] = "octet_str \"Ready\"",
    };

    private const string Modules = "override,vacm_conf,usmConf,usmUser,usmStats,snmpEngine,snmpMPDStats";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("tf-snmp-printer-");
    private ChildProcess? _agent;

    /// <summary>Answers nobody but the v3 user <see cref="Reader"/>, and him only with authentication and privacy.</summary>
    public bool OnlyEncrypted { get; init; }

    /// <summary>UDP port on loopback.</summary>
    public int Port { get; } = FreePort();

    /// <summary>v3 user of the agent: SHA-256 and AES-128.</summary>
    public static (string User, string AuthPassword, string PrivPassword) Reader => ("reader", "password-of-reader", "privacy-of-reader");

    /// <summary>The agent shows <see cref="Ready"/> with these changes.</summary>
    public async Task ShowAsync(params (string Oid, string Value)[] changes)
    {
        await SwitchOffAsync();
        var objects = new Dictionary<string, string>(Ready);
        foreach (var (oid, value) in changes)
        {
            objects[".1.3.6.1.2.1." + oid] = value;
        }

        var configuration = Path.Combine(_directory.FullName, "snmpd.conf");
        await File.WriteAllLinesAsync(configuration,
        [
            $"agentaddress udp:127.0.0.1:{Port}", "agentXSocket /dev/null",
            .. OnlyEncrypted ? Array.Empty<string>() : ["rocommunity public 127.0.0.0/8"],
            $"createUser {Reader.User} SHA-256 {Reader.AuthPassword} AES {Reader.PrivPassword}", $"rouser {Reader.User} priv",
            .. objects.Select(o => $"override {o.Key} {o.Value}"),
        ]);
        // Another folder than the configuration's, or the agent would read that twice.
        var state = _directory.CreateSubdirectory("state").FullName;
        var environment = new Dictionary<string, string>
        {
            ["SNMP_PERSISTENT_DIR"] = state,
            ["SNMPCONFPATH"] = state,
            ["MIBS"] = "",
        };
        _agent = await ChildProcess.StartAsync(
            "/usr/sbin/snmpd", ["-f", "-c", configuration, "-Lo", "-I", Modules], environment, Path.Combine(_directory.FullName, "log"));
    }

    /// <summary>No answer any more.</summary>
    public async Task SwitchOffAsync()
    {
        if (_agent is { } agent)
        {
            _agent = null;
            await agent.EndAsync("KILL");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await SwitchOffAsync();
        _directory.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
