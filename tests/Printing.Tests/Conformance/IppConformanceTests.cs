using TicketFlow.Printing.Ipp;

namespace TicketFlow.Printing.Tests.Conformance;

public sealed class IppConformanceTests : TransferConformanceTests
{
    internal override ITransferMechanism Mechanism(TimeSpan stallLimit) => new IppTransfer("ipp", Options(stallLimit), TimeProvider.System);

    internal override ConformancePeer Peer(PeerBehaviour behaviour) => new IppPeer(behaviour);

    internal override string AddressOf(int port) => $"ipp://127.0.0.1:{port}/ipp/print";

    internal static IppTransferOptions Options(TimeSpan stallLimit) => new()
    {
        ConnectTries = 1,
        StallLimit = stallLimit,
        IdleConnection = TimeSpan.FromMilliseconds(100),
        RecallLimit = TimeSpan.FromMilliseconds(300),
        WatchInterval = TimeSpan.FromMilliseconds(10),
    };
}

/// <summary>Printers that know Print-Job only.</summary>
public sealed class IppPrintJobConformanceTests : TransferConformanceTests
{
    internal override ITransferMechanism Mechanism(TimeSpan stallLimit) =>
        new IppTransfer("ipp", IppConformanceTests.Options(stallLimit), TimeProvider.System);

    internal override ConformancePeer Peer(PeerBehaviour behaviour) => new IppPeer(behaviour)
    {
        Supported = [TicketFlow.Ipp.IppOperation.PrintJob, TicketFlow.Ipp.IppOperation.GetPrinterAttributes],
    };

    internal override string AddressOf(int port) => $"ipp://127.0.0.1:{port}/ipp/print";
}

public sealed class IppsConformanceTests : TransferConformanceTests, IDisposable
{
    private readonly System.Security.Cryptography.X509Certificates.X509Certificate2 _certificate = TestCertificates.SelfSigned();
    private readonly string _home = Directory.CreateTempSubdirectory("tf-ipps-").FullName;

    public void Dispose()
    {
        _certificate.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    internal override ITransferMechanism Mechanism(TimeSpan stallLimit)
    {
        var options = IppConformanceTests.Options(stallLimit);
        options.PinFile = Path.Combine(_home, "pins");
        return new IppTransfer("ipps", options, TimeProvider.System);
    }

    internal override ConformancePeer Peer(PeerBehaviour behaviour) => new IppsPeer(behaviour, _certificate);

    internal override string AddressOf(int port) => $"ipps://127.0.0.1:{port}/ipp/print";
}
