using TicketFlow.PrinterMonitor.Fleet;

namespace PrinterMonitor.Tests.Fleet;

public sealed class FleetRulesTests
{
    private static readonly TargetRow Hall =
        new("hall", "printer", "192.0.2.7:9100", "raw", "Building 3", true, null, null, null, null, null, 1);

    [Fact]
    public void Without_rules_a_printer_is_asked_where_documents_go_with_the_usual_settings() =>
        FleetRules.TargetOf(Hall, new FleetOptions())!.Health.ShouldBe(new HealthAddress(Protocols.Snmp, "192.0.2.7", 161));

    [Fact]
    public void The_first_rule_that_fits_counts_and_an_operators_choice_beats_it()
    {
        var options = new FleetOptions
        {
            Rules =
            [
                new FleetRule { Resources = "office-*", Version = "1" },
                new FleetRule { Locations = "building *", Version = "3", Credential = "b3", Port = 1161 },
                new FleetRule { Credential = "rest" },
            ],
        };
        FleetRules.TargetOf(Hall, options)!.Health.ShouldBe(new HealthAddress(Protocols.Snmp, "192.0.2.7", 1161, "3", "b3"));
        FleetRules.TargetOf(Hall with { Resource = "cellar", Location = null }, options)!.Health.Credential.ShouldBe("rest");
        FleetRules.TargetOf(Hall with { Host = "192.0.2.9", Port = 161, Credential = "own" }, options)!.Health
            .ShouldBe(new HealthAddress(Protocols.Snmp, "192.0.2.9", 161, "3", "own"));
    }

    [Fact]
    public void Nobody_asks_one_that_is_out_of_service_or_not_to_be_asked()
    {
        FleetRules.TargetOf(Hall with { Enabled = false }, new FleetOptions()).ShouldBeNull();
        FleetRules.TargetOf(Hall with { Protocol = Protocols.None }, new FleetOptions()).ShouldBeNull();
    }

    [Theory]
    [InlineData("192.0.2.7:9100", "192.0.2.7")]
    [InlineData("[2001:db8::7]:9100", "2001:db8::7")]
    [InlineData("ipp://printer.example:631/ipp/print", "printer.example")]
    [InlineData("printer.example", "printer.example")]
    [InlineData("", null)]
    [InlineData("::::", null)]
    public void The_host_is_taken_from_any_address(string address, string? host) => FleetRules.HostOf(address).ShouldBe(host);

    [Fact]
    public void What_cannot_work_is_said_in_sentences()
    {
        var options = new FleetOptions
        {
            Rules =
            [
                new FleetRule { Protocol = "telnet" }, new FleetRule { Version = "2" }, new FleetRule { Credential = "x" },
                new FleetRule { Port = 0 },
            ],
        };
        FleetRules.Problems(options, _ => false).ShouldBe(
        [
            "Monitor:Fleet:Rules:0:Protocol is 'telnet'; it must be snmp, ipp or none.",
            "Monitor:Fleet:Rules:1:Version is '2'; it must be 1, 2c or 3.",
            "Monitor:Fleet:Rules:2:Credential is 'x', and the credentials file has no such name.",
            "Monitor:Fleet:Rules:3:Port is 0; it must be between 1 and 65535.",
        ]);
    }
}
