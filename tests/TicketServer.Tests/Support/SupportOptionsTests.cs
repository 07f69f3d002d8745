using Microsoft.Extensions.Configuration;
using TicketFlow.TicketServer.Support;

namespace TicketServer.Tests.Support;

/// <summary>Bad configuration stops the server with a sentence an operator understands.</summary>
public sealed class SupportOptionsTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("Receivers:0:Name=desk;Receivers:0:Mail=desk@example.org", null)]
    [InlineData("Receivers:0:Name=desk;Receivers:0:Webhook=https://chat.example.org/x", null)]
    [InlineData("Receivers:0:Name=Desk 1;Receivers:0:Mail=desk@example.org", "Support:Receivers:0:Name is 'Desk 1'")]
    [InlineData("Receivers:0:Name=desk", "needs either Mail")]
    [InlineData("Receivers:0:Name=desk;Receivers:0:Mail=a@example.org;Receivers:0:Webhook=http://x", "needs either Mail")]
    [InlineData("Receivers:0:Name=desk;Receivers:0:Mail=nobody", "which is no mail address")]
    [InlineData("Receivers:0:Name=desk;Receivers:0:Mail=Desk <desk@example.org>", "which is no mail address")]
    [InlineData("Receivers:0:Name=desk;Receivers:0:Webhook=file:///etc/passwd", "begins with http")]
    [InlineData(
        "Receivers:0:Name=desk;Receivers:0:Mail=a@example.org;Receivers:0:Kinds:0=all", "Kinds has 'all'; there are resource-stopped")]
    [InlineData(
        "Receivers:0:Name=a;Receivers:0:Mail=a@example.org;Receivers:1:Name=a;Receivers:1:Mail=b@example.org",
            "two receivers are called 'a'")]
    [InlineData("Receivers:0:Name=desk;Receivers:0:Mail=a@example.org;Smtp:Host=", "Support:Smtp:Host is missing")]
    [InlineData("Receivers:0:Name=desk;Receivers:0:Mail=a@example.org;Smtp:From=me", "Support:Smtp:From is 'me'")]
    [InlineData("Receivers:0:Name=desk;Receivers:0:Mail=a@example.org;Smtp:Tls=maybe", "Support:Smtp:Tls is 'maybe'")]
    [InlineData("Receivers:0:Name=desk;Receivers:0:Mail=a@example.org;Smtp:User=me", "TICKETFLOW_SMTP_PASSWORD")]
    [InlineData("Receivers:0:Name=desk;Receivers:0:Mail=a@example.org;Smtp:User=me;Smtp:Tls=none", "in the clear")]
    [InlineData("Receivers:0:Name=desk;Receivers:0:Mail=a@example.org;Smtp:Port=0", "Support:Smtp:Port is 0")]
    [InlineData("Receivers:0:Name=desk;Receivers:0:Mail=a@example.org;Smtp:TrustedCertificates=/nowhere", "there is no such file")]
    [InlineData("Timeout=00:03:00", "ClaimFor must be longer")]
    [InlineData("RetryAfter=00:00:00", "Support:RetryAfter is 00:00:00")]
    [InlineData("MaxTries=0", "Support:MaxTries is 0")]
    public void Settings_are_judged(string settings, string? sentence)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            settings.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split('=', 2))
                .Select(s => new KeyValuePair<string, string?>("Support:" + s[0], s[1]))
                .Prepend(new("Support:Smtp:Host", "mail.example.org")).Prepend(new("Support:Smtp:From", "tf@example.org"))
                .GroupBy(s => s.Key).Select(g => g.Last())).Build();
        var options = configuration.GetSection("Support").Get<SupportOptions>() ?? new SupportOptions();
        var result = new SupportOptionsRules(new SupportSecrets(configuration)).Validate(null, options);
        (sentence is null).ShouldBe(result.Succeeded, result.FailureMessage);
        (result.FailureMessage ?? "").ShouldContain(sentence ?? "");
    }
}
