using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TicketFlow.SystemUnderTest;

/// <summary>
/// A printer's network card: a real net-snmp agent that shows the objects of a small laser printer. What happens to the printer is a change
/// of some objects in the running agent.
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
    private Dictionary<string, string> _shown = [];

    /// <summary>Whom it answers. Changes of its objects come by encrypted version 3, whatever this says.</summary>
    public SnmpAnswers Answers { get; init; }

    /// <summary>UDP port on loopback.</summary>
    public int Port { get; } = FreePort();

    /// <summary>v3 user of the agent: SHA-256 and AES-128.</summary>
    public static (string User, string AuthPassword, string PrivPassword) Reader => ("reader", "password-of-reader", "privacy-of-reader");

    /// <summary>The agent shows <see cref="Ready"/> with these changes: all at once, without a moment of silence.</summary>
    public async Task ShowAsync(params (string Oid, string Value)[] changes)
    {
        var objects = new Dictionary<string, string>(Ready);
        foreach (var (oid, value) in changes)
        {
            objects[".1.3.6.1.2.1." + oid] = value;
        }

        if (_agent is null)
        {
            await StartAsync(objects);
        }
        else
        {
            await SetAsync([.. objects.Where(o => _shown.GetValueOrDefault(o.Key) != o.Value)]);
        }

        _shown = objects;
    }

    private async Task StartAsync(Dictionary<string, string> objects)
    {
        var configuration = Path.Combine(_directory.FullName, "snmpd.conf");
        await File.WriteAllLinesAsync(configuration,
        [
            $"agentaddress udp:127.0.0.1:{Port}", "agentXSocket /dev/null",
            .. Access(),
            $"createUser {Reader.User} SHA-256 {Reader.AuthPassword} AES {Reader.PrivPassword}", $"rwuser {Reader.User} priv",
            .. objects.Select(o => $"override -rw {o.Key} {o.Value}"),
        ]);
        _agent = await ChildProcess.StartAsync(
            "/usr/sbin/snmpd", ["-f", "-c", configuration, "-Lo", "-I", Modules], Environment(), Path.Combine(_directory.FullName, "log"));
    }

    private string[] Access() => Answers switch
    {
        SnmpAnswers.OnlyEncrypted => [],
        SnmpAnswers.OnlyVersion1 =>
        [
            "com2sec anybody 127.0.0.0/8 public", "group oldest v1 anybody", "view everything included .1",
            "access oldest \"\" v1 noauth exact everything none none",
        ],
        _ => ["rocommunity public 127.0.0.0/8"],
    };

    /// <summary>Another folder than the configuration's, or the agent would read that twice.</summary>
    private Dictionary<string, string> Environment()
    {
        var state = _directory.CreateSubdirectory("state").FullName;
        return new Dictionary<string, string> { ["SNMP_PERSISTENT_DIR"] = state, ["SNMPCONFPATH"] = state, ["MIBS"] = "" };
    }

    /// <summary>One request, so that nobody sees half a change.</summary>
    private async Task SetAsync(IReadOnlyList<KeyValuePair<string, string>> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }

        var start = new ProcessStartInfo("snmpset")
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        string[] who =
        [
            "-v3", "-u", Reader.User, "-l", "authPriv", "-a", "SHA-256", "-A", Reader.AuthPassword, "-x", "AES", "-X", Reader.PrivPassword,
        ];
        foreach (var argument in (IEnumerable<string>)
            [.. who, "-t", "1", "-r", "30", $"127.0.0.1:{Port}", .. changes.SelectMany(c => (string[])[c.Key, .. TypeAndValue(c.Value)])])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in Environment())
        {
            start.Environment[name] = value;
        }

        using var set = Process.Start(start) ?? throw new InvalidOperationException("snmpset did not start");
        var (output, errors) = (set.StandardOutput.ReadToEndAsync(), set.StandardError.ReadToEndAsync());
        await set.WaitForExitAsync();
        if (set.ExitCode != 0)
        {
            throw new InvalidOperationException($"snmpset: {await errors}{await output}");
        }
    }

    /// <summary>From the words of snmpd.conf to those of snmpset.</summary>
    private static string[] TypeAndValue(string words) => words.Split(' ', 2) switch
    {
        ["integer", var number] => ["i", number],
        ["octet_str", ['0', 'x', .. var hex]] => ["x", hex],
        ["octet_str", var text] => ["s", text.Trim('"')],
        _ => throw new ArgumentException($"'{words}' cannot be changed while the agent runs.", nameof(words)),
    };

    /// <summary>No answer any more.</summary>
    public async Task SwitchOffAsync()
    {
        if (_agent is { } agent)
        {
            _agent = null;
            // In order: a card that starts again has counted its boots, or version 3 would take it for a forger.
            await agent.EndAsync("TERM");
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

/// <summary>Whom an agent answers.</summary>
public enum SnmpAnswers
{
    /// <summary>Versions 1 and 2c with community <c>public</c>, and version 3.</summary>
    Everybody,

    /// <summary>Version 1 with community <c>public</c>, as network cards of the last century.</summary>
    OnlyVersion1,

    /// <summary>The v3 user <see cref="SnmpPrinter.Reader"/>, with authentication and privacy.</summary>
    OnlyEncrypted,
}
