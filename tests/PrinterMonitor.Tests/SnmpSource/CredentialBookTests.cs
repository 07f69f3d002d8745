using TicketFlow.PrinterMonitor.Snmp;
using TicketFlow.PrinterMonitor.SnmpSource;

namespace PrinterMonitor.Tests.SnmpSource;

public sealed class CredentialBookTests
{
    [Fact]
    public void Communities_and_users_are_found_by_name_and_a_devices_version_wins()
    {
        var book = Read("""
            {
              "old": { "version": "1", "community": "c-1" },
              "new": { "community": "c-2" },
              "safe": { "user": "u", "auth": "Sha256", "authPassword": "12345678", "priv": "Aes128", "privPassword": "87654321" }
            }
            """);
        book.Find("old", null).ShouldBe(new CommunityCredentials(SnmpVersion.V1, "c-1"));
        book.Find("new", "1").ShouldBe(new CommunityCredentials(SnmpVersion.V1, "c-2"));
        book.Find("safe", "2c")!.Version.ShouldBe(SnmpVersion.V3);
        book.Find(null, null).ShouldBe(new CommunityCredentials(SnmpVersion.V2c, "public"));
        book.Find("missing", null).ShouldBeNull();
    }

    [Theory]
    [InlineData("{ \"a\": { \"community\": \"c\", \"user\": \"u\" } }", "Credential 'a' needs either a community")]
    [InlineData("{ \"a\": { } }", "Credential 'a' needs either a community")]
    [InlineData("{ \"a\": { \"user\": \"u\", \"auth\": \"Sha1\", \"authPassword\": \"secret!\" } }",
        "Credential 'a': An SNMPv3 password has at least 8")]
    [InlineData("{ \"a\": { \"passwort\": \"secret!\" } }", "is not as docs/monitor.md shows")]
    [InlineData("{ \"a\": { \"auth\": \"secret!\" } }", "is not as docs/monitor.md shows")]
    [InlineData("secret!", "is not as docs/monitor.md shows")]
    public void A_file_that_cannot_be_used_is_refused_without_telling_what_stands_in_it(string json, string expected)
    {
        var refused = Should.Throw<FormatException>(() => Read(json));
        refused.Message.ShouldContain(expected);
        refused.Message.ShouldNotContain("secret!");
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Should.Throw<FormatException>(() => CredentialBook.Read("/nowhere/credentials.json"))
            .Message.ShouldContain("/nowhere/credentials.json");

    private static CredentialBook Read(string json)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, json);
            return CredentialBook.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
