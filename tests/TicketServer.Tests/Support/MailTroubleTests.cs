namespace TicketServer.Tests.Support;

/// <summary>Mail servers and files that behave badly: nothing is told twice for it, and no receiver is forgotten.</summary>
public sealed class MailTroubleTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("tf-mail-").FullName;
    private SupportHarness _support = null!;

    public async Task InitializeAsync()
    {
        _support = await SupportHarness.CreateAsync();
        _support.Receiver("desk", mail: "desk@example.org");
    }

    public async Task DisposeAsync()
    {
        await _support.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_server_that_has_the_mail_and_never_says_goodbye_gets_it_once()
    {
        var goodbye = new TaskCompletionSource();
        _support.Mail.Goodbye = goodbye.Task;
        // The time for the whole delivery: only the goodbye may use it up, on a slow machine too.
        _support.Settings["Support:Timeout"] = "00:00:15";
        await _support.StartAsync();
        await _support.StopPrinterAsync();
        await Eventually.ShouldBecomeAsync(_support.StatesAsync, "desk=sent");
        _support.Mail.Mails.Count.ShouldBe(1);
        goodbye.SetResult();
    }

    [Fact]
    public async Task A_damaged_file_of_certificates_delays_the_mail_and_a_mended_one_lets_it_go()
    {
        var file = Path.Combine(_directory, "trusted.pem");
        await File.WriteAllTextAsync(file, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        _support.Mail.Certificate = SmtpSecurityTests.Certificate("localhost");
        _support.Settings["Support:Smtp:Tls"] = "starttls";
        _support.Settings["Support:Smtp:TrustedCertificates"] = file;
        await _support.StartAsync();
        await _support.StopPrinterAsync();
        await Eventually.ShouldBecomeAsync(
            () => _support.Database.ScalarAsync<long>(
                "select count(*) from ticketflow.support_delivery where state = 'open' and error is not null"),
            1L);

        await File.WriteAllTextAsync(file, _support.Mail.Certificate.ExportCertificatePem());
        await Eventually.ShouldBecomeAsync(_support.StatesAsync, "desk=sent");
    }
}
