using TicketFlow.Printing.Ipp;
using TicketFlow.Printing.Tests.Conformance;

namespace TicketFlow.Printing.Tests.Ipp;

/// <summary>Whom an IPPS transfer believes.</summary>
public sealed class CertificateTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("tf-pins-").FullName;
    private readonly IppTransferOptions _options = IppConformanceTests.Options(TimeSpan.FromMinutes(1));

    public CertificateTests() => _options.PinFile = Path.Combine(_home, "pins");

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task The_first_certificate_is_kept_and_another_one_later_gets_no_byte()
    {
        using var first = TestCertificates.SelfSigned();
        using var second = TestCertificates.SelfSigned();
        await using var printer = new IppsPeer(new PeerBehaviour(), first);
        (await SendAsync(printer)).Fault.ShouldBeNull();
        (await SendAsync(printer)).Fault.ShouldBeNull();
        File.ReadAllLines(_options.PinFile).ShouldHaveSingleItem().ShouldStartWith($"127.0.0.1:{printer.Port} ");
        printer.Certificate = second;

        var result = await SendAsync(printer);

        (result.Fault, result.AnyByteLeft).ShouldBe((TransferFault.Untrusted, false));
        result.Text!.ShouldContain("printer-certificates");
        printer.Documents.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Without_pinning_an_unknown_certificate_gets_no_byte()
    {
        _options.PinOnFirstUse = false;
        using var certificate = TestCertificates.SelfSigned();
        await using var printer = new IppsPeer(new PeerBehaviour(), certificate);

        (await SendAsync(printer)).Fault.ShouldBe(TransferFault.Untrusted);
        File.Exists(_options.PinFile).ShouldBeFalse();
    }

    [Fact]
    public async Task A_certificate_of_the_configured_authority_needs_no_pin()
    {
        _options.PinOnFirstUse = false;
        using var authority = TestCertificates.Authority();
        using var certificate = TestCertificates.SignedBy(authority);
        _options.CertificateAuthorities = Path.Combine(_home, "company.pem");
        await File.WriteAllTextAsync(_options.CertificateAuthorities, authority.ExportCertificatePem());
        await using var printer = new IppsPeer(new PeerBehaviour(), certificate);

        var result = await SendAsync(printer);

        result.Fault.ShouldBeNull(result.Text);
    }

    [Fact]
    public async Task A_first_certificate_that_cannot_be_kept_is_not_trusted()
    {
        _options.PinFile = Path.Combine(_home, "no", "such", "directory", "pins");
        using var certificate = TestCertificates.SelfSigned();
        await using var printer = new IppsPeer(new PeerBehaviour(), certificate);

        (await SendAsync(printer)).Fault.ShouldBe(TransferFault.Untrusted);
    }

    [Fact]
    public async Task Who_is_not_trusted_is_not_asked_either()
    {
        _options.PinOnFirstUse = false;
        using var certificate = TestCertificates.SelfSigned();
        await using var printer = new IppsPeer(new PeerBehaviour(), certificate);
        using var ipps = new IppTransfer("ipps", _options, TimeProvider.System);

        var told = await ipps.AskAsync(printer.Address, CancellationToken.None);

        (told.Answer, printer.Requests.Count).ShouldBe((null, 0));
        told.Reason!.ShouldContain("cannot be trusted");
    }

    [Fact]
    public async Task A_trusted_printer_tells_what_it_can()
    {
        using var certificate = TestCertificates.SelfSigned();
        await using var printer = new IppsPeer(new PeerBehaviour(), certificate);
        (await SendAsync(printer)).Fault.ShouldBeNull();
        using var ipps = new IppTransfer("ipps", _options, TimeProvider.System);

        (await ipps.AskAsync(printer.Address, CancellationToken.None)).Answer!.Group(TicketFlow.Ipp.IppTag.PrinterGroup)!
            .Find("document-format-supported")!.Strings().ShouldContain("application/pdf");
    }

    /// <summary>A new mechanism each time: no connection from before is used again.</summary>
    private async Task<TransferResult> SendAsync(IppsPeer printer)
    {
        using var ipps = new IppTransfer("ipps", _options, TimeProvider.System);
        return await TransferConformanceTests.SendAsync(ipps, TransferConformanceTests.Job(printer.Address, 1000));
    }
}
