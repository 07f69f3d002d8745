using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using TicketFlow.PrinterMonitor.Snmp;

namespace PrinterMonitor.Tests.Snmp;

/// <summary>Against net-snmp's own senders (package snmp). An inform's sender ends with 0 only when it was answered.</summary>
public sealed class TrapListenerTests : IAsyncLifetime
{
    private static readonly UsmCredentials User =
        new("trapper", AuthProtocol.Sha256, "password-of-traps", PrivProtocol.Aes128, "privacy-of-traps");

    private readonly TrapListener _listener = new(
        new TrapListenerOptions
        {
            Local = new IPEndPoint(IPAddress.Loopback, 0),
            Communities = ["traps"],
            Users = [User],
            EngineId = Convert.FromHexString("80001f8804746573742d6c697374656e6572"),
            Boots = 2,
        },
        TimeProvider.System);

    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("tf-snmptrap-");

    private string Address => $"127.0.0.1:{_listener.Local.Port}";

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _listener.DisposeAsync();
        _state.Delete(recursive: true);
        _listener.Counters[DropReason.Fault].ShouldBe(0);
    }

    [Fact]
    public async Task A_v1_trap_gets_its_v2_identity()
    {
        string[] version = ["-v1", "-c", "traps", Address, "1.3.6.1.4.1.2699", "127.0.0.1"];
        (await Send("snmptrap", [.. version, "6", "17", "100", "1.3.6.1.2.1.1.5.0", "s", "lobby"])).ShouldBe(0);
        var trap = await Next();
        (trap.Version, trap.TrapOid.ToString()).ShouldBe((SnmpVersion.V1, "1.3.6.1.4.1.2699.0.17"));
        trap.Variables.Single().Value.ToString().ShouldBe("lobby");
        (await Send("snmptrap", [.. version, "0", "0", "100"])).ShouldBe(0);
        (await Next()).TrapOid.ToString().ShouldBe("1.3.6.1.6.3.1.1.5.1");
    }

    [Fact]
    public async Task A_v2c_trap_and_inform_arrive_and_the_inform_is_answered()
    {
        string[] alert = ["1.3.6.1.2.1.43.18.2.0.1", "1.3.6.1.2.1.43.18.1.1.7.1.5", "i", "8"];
        (await Send("snmptrap", ["-v2c", "-c", "traps", Address, "", .. alert])).ShouldBe(0);
        var trap = await Next();
        (trap.TrapOid.ToString(), trap.Authenticated, trap.Variables.Count).ShouldBe(("1.3.6.1.2.1.43.18.2.0.1", false, 3));
        (await Send("snmpinform", "-v2c", "-c", "traps", "-t", "20", "-r", "0", Address, "", "1.3.6.1.2.1.43.18.2.0.1")).ShouldBe(0);
        (await Next()).Variables.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_v3_trap_and_inform_are_decrypted_and_the_inform_is_answered()
    {
        var user = V3("password-of-traps");
        (await Send("snmptrap", [.. user, "-e", "0x80001f8804aabbcc", Address, "", "1.3.6.1.2.1.43.18.2.0.1"])).ShouldBe(0);
        var trap = await Next();
        (trap.User, trap.Authenticated, trap.TrapOid.ToString()).ShouldBe((User.User, true, "1.3.6.1.2.1.43.18.2.0.1"));
        (await Send("snmpinform", [.. user, "-t", "20", "-r", "1", Address, "", "1.3.6.1.2.1.43.18.2.0.2"])).ShouldBe(0);
        (await Next()).TrapOid.ToString().ShouldBe("1.3.6.1.2.1.43.18.2.0.2");
        _listener.Counters.Dropped.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_not_expected_is_dropped_and_an_inform_of_it_not_answered()
    {
        (await Send("snmpinform", "-v2c", "-c", "other", "-t", "0.3", "-r", "0", Address, "", "1.3.6.1.2.1.43.18.2.0.1")).ShouldNotBe(0);
        await Eventually.TrueAsync(() => _listener.Counters[DropReason.WrongIdentity] == 1, () => "a wrong community is counted");
        var user = V3("password-is-wrong");
        (await Send("snmpinform", [.. user, "-t", "2", "-r", "1", Address, "", "1.3.6.1.2.1.43.18.2.0.1"])).ShouldNotBe(0);
        await Eventually.TrueAsync(() => _listener.Counters[DropReason.BadDigest] >= 1, () => "a wrong digest is counted");
    }

    private static string[] V3(string password) =>
        ["-v3", "-u", User.User, "-l", "authPriv", "-a", "SHA-256", "-A", password, "-x", "AES", "-X", "privacy-of-traps"];

    private async Task<SnmpNotification> Next()
    {
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        return await _listener.ReadAllAsync(deadline.Token).FirstAsync(deadline.Token);
    }

    private async Task<int> Send(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            Environment = { ["SNMP_PERSISTENT_DIR"] = _state.FullName, ["SNMPCONFPATH"] = _state.FullName, ["MIBS"] = string.Empty },
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"These tests need {program}: install the package snmp.", e);
        }
    }
}
