using TicketFlow.Contracts.Errors;
using TicketFlow.TicketServer.Access;

namespace TicketServer.Tests.Access;

/// <summary>Client versions and drivers.</summary>
public sealed class SoftwareRulesTests
{
    [Theory]
    [InlineData("Linux 6.1.0", "1.2.0", true)]
    [InlineData("Debian GNU/Linux 12", "1.10", true)]
    [InlineData("Linux 6.1.0", "1.1.9", false)]
    [InlineData("Linux 6.1.0", "1.2-rc.1", false)]
    [InlineData("Linux 6.1.0", "newest", false)]
    [InlineData("Microsoft Windows 10.0.19045", "1.9", false)]
    [InlineData("Microsoft Windows 10.0.19045", "v2.0+build.7", true)]
    [InlineData("Darwin 23.1.0", "0.4", false)]
    [InlineData("macOS 14", "0.5", true)]
    [InlineData("Plan 9", "0.5", true)]
    [InlineData(null, "0.4", false)]
    public void A_client_older_than_the_minimum_of_its_system_is_refused(string? system, string version, bool isGood)
    {
        var refusal = Ask(
            [new ClientMinimumSet("linux", "1.2"), new ClientMinimumSet("windows", "2"), new ClientMinimumSet("any", "0.5")],
            version, system, "none");
        refusal?.Code.ShouldBe(RefusalCodes.ClientTooOld);
        (refusal is null).ShouldBe(isGood);
    }

    [Fact]
    public void The_refused_client_is_told_the_version_to_fetch()
    {
        AccessEvent[] facts = [new ClientMinimumSet("linux", "1.2"), new ClientRecommendationSet("linux", "1.4")];
        var refusal = Ask(facts, "1.0", "Linux", "none").ShouldNotBeNull();
        refusal.Fetch.ShouldBe("1.4");
        refusal.Text.ShouldBe("Your TicketFlow client 1.0 is too old. Install version 1.4 and print again.");
        refusal.Rule.ShouldBe("client-version linux minimum 1.2");
        Ask(facts[..1], "1.0", "Linux", "none")!.Fetch.ShouldBe("1.2");
        Ask(facts[1..], "1.0", "Linux", "none").ShouldBeNull();
    }

    [Theory]
    [InlineData("none", null, null)]
    [InlineData("None", null, null)]
    [InlineData("other 1.0", RefusalCodes.DriverNotCertified, "driver only-certified")]
    [InlineData("acme 3.0", null, null)]
    [InlineData("ACME/3.0.0", null, null)]
    [InlineData("acme 2.9", RefusalCodes.DriverTooOld, "driver minimum acme 3.0")]
    [InlineData("acme", RefusalCodes.DriverTooOld, "driver minimum acme 3.0")]
    [InlineData("acme 3.1", RefusalCodes.DriverBlocked, "driver block acme 3.1")]
    [InlineData("acme 3.2", RefusalCodes.DriverNotCertified, "driver only-certified")]
    [InlineData("worst 7", RefusalCodes.DriverBlocked, "driver block worst")]
    [InlineData("any one 12", null, null)]
    public void A_driver_must_be_new_enough_not_blocked_and_certified(string driver, string? code, string? rule)
    {
        var refusal = Ask(
            [
                new CertifiedDriversDemanded(true), new DriverMinimumSet("acme", "3.0"), new DriverCertified("acme", "3.0"),
                new DriverCertified("acme", "3.1"),
                new DriverBlocked("acme", "3.1", "prints blank pages"), new DriverBlocked("worst", null, null),
                new DriverCertified("any one", null),
            ],
            "1", "Linux", driver);
        refusal?.Code.ShouldBe(code);
        refusal?.Rule.ShouldBe(rule);
        (refusal is null).ShouldBe(code is null);
    }

    [Fact]
    public void Certificates_count_only_when_they_are_demanded()
    {
        Ask([new DriverCertified("acme", "3.0")], "1", "Linux", "other 1").ShouldBeNull();
        Ask([new CertifiedDriversDemanded(true), new CertifiedDriversDemanded(false)], "1", "Linux", "other 1").ShouldBeNull();
    }

    [Fact]
    public void A_refused_driver_is_told_what_to_install_and_why()
    {
        AccessEvent[] facts =
        [
            new DriverMinimumSet("acme", "3.2"), new DriverBlocked("acme", "3.1", "prints blank pages"), new CertifiedDriversDemanded(true),
            new DriverCertified("acme", "3.9"), new DriverCertified("acme", "3.10"),
        ];
        var blocked = Ask(facts, "1", "Linux", "acme 3.1").ShouldNotBeNull();
        blocked.Fetch.ShouldBe("3.2");
        blocked.Text.ShouldContain("prints blank pages");
        Ask(facts, "1", "Linux", "acme 3.3")!.Fetch.ShouldBe("3.10");
    }

    [Theory]
    [InlineData("1.2", "1.10", -1)]
    [InlineData("1", "1.0.0", 0)]
    [InlineData("v2", "2", 0)]
    [InlineData("1.0-beta", "1.0", -1)]
    [InlineData("1.0-beta.2", "1.0-beta.11", -1)]
    [InlineData("1.0-alpha", "1.0-alpha.1", -1)]
    [InlineData("1.0-1", "1.0-alpha", -1)]
    [InlineData("1.0+7", "1.0+9", 0)]
    public void Versions_compare_by_number(string left, string right, int order)
    {
        Math.Sign(SoftwareVersion.Parse(left)!.CompareTo(SoftwareVersion.Parse(right))).ShouldBe(order);
        Math.Sign(SoftwareVersion.Parse(right)!.CompareTo(SoftwareVersion.Parse(left))).ShouldBe(-order);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1..2")]
    [InlineData("one")]
    [InlineData("1.2b")]
    [InlineData("99999999999999999999")]
    [InlineData("1.1.1.1.1.1.1.1.1")]
    public void What_is_no_version_is_none(string text) => SoftwareVersion.Parse(text).ShouldBeNull();

    private static AdmissionRefusal? Ask(AccessEvent[] facts, string version, string? system, string driver) => AccessRules.Evaluate(
        PolicyBuilder.Given(facts), true,
        new AccessQuestion(
            "EXAMPLE", "ana", "hall", new ResourceFacts("hall", true, true, false), new ClientFacts(version, system, driver)));
}
