using TicketFlow.PrinterMonitor.Snmp;

namespace PrinterMonitor.Tests.Snmp;

/// <summary>Against real net-snmp agents.</summary>
public sealed class NetSnmpTests : IAsyncLifetime
{
    private const string AuthPassword = "authpass-of-tests";
    private const string PrivPassword = "privpass-of-tests";

    /// <summary>Fixed, so that a restart is the same engine with one boot more, and not a new engine.</summary>
    private const string Engine = "exactEngineID 0x80001f880401020304";

    private static readonly Oid Level = Oid.Parse("1.3.6.1.2.1.43.11.1.1.9.1.1");
    private static readonly Oid Supplies = Oid.Parse("1.3.6.1.2.1.43.11.1.1");
    private static readonly Oid Nothing = Oid.Parse("1.3.6.1.2.1.43.99.1.0");

    private static readonly string[] Printer =
    [
        "override .1.3.6.1.2.1.25.3.5.1.2.1 octet_str 0x2000",
        "override .1.3.6.1.2.1.43.10.2.1.4.1.1 counter 4294967295",
        "override .1.3.6.1.2.1.43.11.1.1.6.1.1 octet_str \"Black Toner\"",
        "override .1.3.6.1.2.1.43.11.1.1.8.1.1 integer 100",
        "override .1.3.6.1.2.1.43.11.1.1.9.1.1 integer 45",
        "override .1.3.6.1.2.1.43.11.1.1.9.1.2 integer -3",
        .. Enumerable.Range(1, 60).Select(i => $"override .1.3.6.1.2.1.43.18.1.1.8.1.{i} octet_str \"alert number {i}\""),
        .. Users(),
    ];

    private readonly SnmpManager _manager = new(TimeProvider.System);
    private NetSnmpAgent _agent = null!;

    public async Task InitializeAsync() => _agent = await NetSnmpAgent.StartAsync(_manager, [Engine, .. Printer]);

    public async Task DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _manager.DisposeAsync();
        _manager.Counters[DropReason.Fault].ShouldBe(0);
    }

    [Theory]
    [InlineData(SnmpVersion.V1)]
    [InlineData(SnmpVersion.V2c)]
    public async Task Values_and_missing_objects_come_in_the_order_asked(SnmpVersion version)
    {
        Oid[] asked = [Nothing, Level, Oid.Parse("1.3.6.1.2.1.25.3.5.1.2.1"), Nothing, Oid.Parse("1.3.6.1.2.1.43.10.2.1.4.1.1")];
        var result = await _manager.GetAsync(Community(version), asked, default);
        result.Failure.ShouldBe(SnmpFailure.None);
        result.Variables.Select(v => v.Oid).ShouldBe(asked);
        result.Variables.Select(v => v.Value.IsMissing).ShouldBe([true, false, false, true, false]);
        result.Variables[1].Value.AsNumber().ShouldBe(45);
        result.Variables[2].Value.Octets.ToArray().ShouldBe([0x20, 0x00]);
        result.Variables[4].Value.AsNumber().ShouldBe(uint.MaxValue);
    }

    [Theory]
    [InlineData(SnmpVersion.V1)]
    [InlineData(SnmpVersion.V2c)]
    public async Task A_walk_gives_the_whole_subtree_in_order(SnmpVersion version)
    {
        var names = new List<string>();
        await foreach (var variable in _manager.WalkAsync(Community(version), Oid.Parse("1.3.6.1.2.1.43"), default))
        {
            names.Add(variable.Oid.ToString());
        }

        names.Count.ShouldBe(65);
        names.Distinct().Count().ShouldBe(65);
        names[^1].ShouldBe("1.3.6.1.2.1.43.18.1.1.8.1.60");
    }

    [Theory]
    [InlineData(SnmpVersion.V1)]
    [InlineData(SnmpVersion.V2c)]
    public async Task Columns_come_complete_with_what_the_device_lacks_left_out(SnmpVersion version)
    {
        ColumnRequest[] columns =
            [new(Supplies.Append(9)), new(Supplies.Append(8)), new(Supplies.Append(5)), new(Oid.Parse("1.3.6.1.2.1.43.18.1.1.8"))];
        var scalar = ScalarRequest.Instance(Oid.Parse("1.3.6.1.2.1.25.3.5.1.2"), 1);
        var result = await _manager.ReadColumnsAsync(Community(version), [scalar], columns, 6, default);
        result.Variables.Count.ShouldBe(1 + 2 + 1 + 60);
        result.Variables[0].Oid.ToString().ShouldBe("1.3.6.1.2.1.25.3.5.1.2.1");
    }

    [Fact]
    public async Task An_unknown_community_is_silence() =>
        (await _manager.GetAsync(SnmpTarget.V2c(_agent.Address, "secret") with { Timing = ScriptedDevice.Quick }, [Level], default))
            .Failure.ShouldBe(SnmpFailure.Timeout);

    [Theory]
    [InlineData(AuthProtocol.None, PrivProtocol.None)]
    [InlineData(AuthProtocol.Md5, PrivProtocol.None)]
    [InlineData(AuthProtocol.Md5, PrivProtocol.Des)]
    [InlineData(AuthProtocol.Sha1, PrivProtocol.Aes128)]
    [InlineData(AuthProtocol.Sha224, PrivProtocol.Aes256Reeder)]
    [InlineData(AuthProtocol.Sha256, PrivProtocol.Aes128)]
    [InlineData(AuthProtocol.Sha1, PrivProtocol.Aes192)]
    [InlineData(AuthProtocol.Sha256, PrivProtocol.Aes256)]
    [InlineData(AuthProtocol.Sha1, PrivProtocol.Aes256Reeder)]
    [InlineData(AuthProtocol.Sha384, PrivProtocol.Aes192Reeder)]
    [InlineData(AuthProtocol.Sha512, PrivProtocol.Aes256)]
    public async Task Version_3_reads_at_every_security_level(AuthProtocol auth, PrivProtocol priv)
    {
        var target = User(auth, priv);
        var result = await _manager.GetAsync(target, [Level, Nothing], default);
        result.Failure.ShouldBe(SnmpFailure.None);
        result.Variables[0].Value.AsNumber().ShouldBe(45);
        result.Variables[1].Value.IsMissing.ShouldBeTrue();
        var bulk = await _manager.GetBulkAsync(target, [], [Supplies], 5, default);
        bulk.Variables.Count.ShouldBe(5);
        // Discovery is one packet, and needed once.
        _manager.Counters.Answered.ShouldBeGreaterThanOrEqualTo(2);
        (_manager.Counters.Dropped - _manager.Counters[DropReason.Late]).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_wrong_with_a_user_is_told_apart()
    {
        (await Ask(new UsmCredentials("nobody", AuthProtocol.Sha1, AuthPassword))).ShouldBe(SnmpFailure.UnknownUser);
        (await Ask(new UsmCredentials("uSha1Aes128", AuthProtocol.Sha1, "not-the-password", PrivProtocol.Aes128, PrivPassword)))
            .ShouldBe(SnmpFailure.AuthFailure);
        (await Ask(new UsmCredentials("uSha1Aes128", AuthProtocol.Sha256, AuthPassword, PrivProtocol.Aes128, PrivPassword)))
            .ShouldBe(SnmpFailure.AuthFailure);
        (await Ask(new UsmCredentials("uMd5None", AuthProtocol.Md5, AuthPassword, PrivProtocol.Aes128, PrivPassword)))
            .ShouldBe(SnmpFailure.UnsupportedSecurityLevel);
        // RFC 3414 has a report for it (net-snmp stays silent for AES, whose garbage it cannot tell from a broken packet).
        (await Ask(
            new UsmCredentials("uSha1Aes128", AuthProtocol.Sha1, AuthPassword, PrivProtocol.Aes128, "not-the-password"),
            ScriptedDevice.Quick))
            .ShouldBeOneOf(SnmpFailure.PrivacyFailure, SnmpFailure.Timeout);
    }

    [Fact]
    public async Task An_agent_that_restarts_is_followed_into_its_new_time_window()
    {
        var target = User(AuthProtocol.Sha1, PrivProtocol.Aes128);
        (await _manager.GetAsync(target, [Level], default)).Succeeded.ShouldBeTrue();
        await _agent.RestartAsync(_manager, [Engine, .. Printer]);
        var sent = _manager.Counters.Sent;
        (await _manager.GetAsync(target, [Level], default)).Failure.ShouldBe(SnmpFailure.None);
        _manager.Counters.Sent.ShouldBe(sent + 2, "one request out of the window, one inside");
        (await _manager.GetAsync(target, [Level], default)).Succeeded.ShouldBeTrue();
        _manager.Counters.Sent.ShouldBe(sent + 3);
    }

    [Fact]
    public async Task A_replaced_device_is_discovered_again()
    {
        var target = User(AuthProtocol.Sha256, PrivProtocol.Aes128);
        (await _manager.GetAsync(target, [Level], default)).Succeeded.ShouldBeTrue();
        await _agent.ReplaceAsync(_manager, ["exactEngineID 0x80001f8804aabbccddeeff", .. Printer]);
        (await _manager.GetAsync(target, [Level], default)).Failure.ShouldBe(SnmpFailure.None);
    }

    private static string[] Users()
    {
        var lines = new List<string> { "createUser uNoneNone", "rouser uNoneNone noauth" };
        foreach (var (auth, priv) in Protocols())
        {
            var level = priv == PrivProtocol.None ? "auth" : "priv";
            var privacy = level == "priv" ? $" {AgentName(priv)} \"{PrivPassword}\"" : "";
            lines.Add($"createUser u{auth}{priv} {AgentName(auth)} \"{AuthPassword}\"{privacy}");
            lines.Add($"rouser u{auth}{priv} {level}");
        }

        return [.. lines];
    }

    private static IEnumerable<(AuthProtocol Auth, PrivProtocol Priv)> Protocols() =>
        from auth in Enum.GetValues<AuthProtocol>()
        where auth != AuthProtocol.None
        from priv in Enum.GetValues<PrivProtocol>()
        select (auth, priv);

    private static string AgentName(AuthProtocol auth) => auth switch
    {
        AuthProtocol.Md5 => "MD5",
        AuthProtocol.Sha1 => "SHA",
        _ => auth.ToString().ToUpperInvariant().Replace("SHA", "SHA-", StringComparison.Ordinal),
    };

    private static string AgentName(PrivProtocol priv) => priv switch
    {
        PrivProtocol.Des => "DES",
        PrivProtocol.Aes128 => "AES",
        PrivProtocol.Aes192 => "AES-192",
        PrivProtocol.Aes256 => "AES-256",
        PrivProtocol.Aes192Reeder => "AES-192-C",
        _ => "AES-256-C",
    };

    private SnmpTarget Community(SnmpVersion version) => new(_agent.Address, new CommunityCredentials(version, "public"));

    private SnmpTarget User(AuthProtocol auth, PrivProtocol priv) => new(
        _agent.Address,
        new UsmCredentials(
            $"u{auth}{priv}", auth, auth == AuthProtocol.None ? "" : AuthPassword, priv, priv == PrivProtocol.None ? "" : PrivPassword));

    private async Task<SnmpFailure> Ask(UsmCredentials user, SnmpTiming? timing = null)
    {
        var target = new SnmpTarget(_agent.Address, user) { Timing = timing ?? ScriptedDevice.Patient };
        return (await _manager.GetAsync(target, [Level], default)).Failure;
    }
}
