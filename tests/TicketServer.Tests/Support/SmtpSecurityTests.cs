using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TicketServer.Tests.Support;

/// <summary>Mail goes over TLS, to a server that proves who it is, or not at all.</summary>
public sealed class SmtpSecurityTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("tf-mail-").FullName;
    private SupportHarness _support = null!;

    public async Task InitializeAsync()
    {
        _support = await SupportHarness.CreateAsync();
        _support.Settings["Support:Smtp:Tls"] = "starttls";
        _support.Receiver("desk", mail: "desk@example.org");
    }

    public async Task DisposeAsync()
    {
        await _support.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task With_starttls_and_an_account_the_mail_arrives_secured()
    {
        _support.Mail.Certificate = Certificate("localhost");
        _support.Mail.Account = ("ticketflow", "open sesame");
        _support.Settings["Support:Smtp:User"] = "ticketflow";
        _support.Settings["TICKETFLOW_SMTP_PASSWORD_FILE"] = Write("password", "open sesame\n");
        _support.Settings["Support:Smtp:TrustedCertificates"] = Write("trusted.pem", _support.Mail.Certificate.ExportCertificatePem());
        await _support.StartAsync();
        await _support.StopPrinterAsync();
        await Eventually.ShouldBecomeAsync(_support.StatesAsync, "desk=sent");
        var mail = _support.Mail.Mails.ShouldHaveSingleItem();
        (mail.Secured, mail.Account).ShouldBe((true, "ticketflow"));
    }

    [Fact]
    public async Task A_server_without_starttls_gets_nothing()
    {
        await _support.StartAsync();
        await ShouldFailAsync("STARTTLS");
    }

    [Fact]
    public async Task A_server_with_a_stranger_s_certificate_gets_nothing()
    {
        _support.Mail.Certificate = Certificate("localhost");
        await _support.StartAsync();
        await ShouldFailAsync("certificate");
    }

    [Fact]
    public async Task A_trusted_certificate_of_another_name_is_not_enough()
    {
        _support.Mail.Certificate = Certificate("elsewhere.example.org");
        _support.Settings["Support:Smtp:TrustedCertificates"] = Write("trusted.pem", _support.Mail.Certificate.ExportCertificatePem());
        await _support.StartAsync();
        await ShouldFailAsync("certificate");
    }

    private async Task ShouldFailAsync(string word)
    {
        await _support.StopPrinterAsync();
        await Eventually.ShouldBecomeAsync(
            () => _support.Database.ScalarAsync<long>(
                $"select count(*) from ticketflow.support_delivery where state = 'open' and error like '%{word}%'"),
            1L);
        _support.Mail.Mails.ShouldBeEmpty();
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);
        return path;
    }

    internal static X509Certificate2 Certificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
