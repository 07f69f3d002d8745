using TicketFlow.Printing.Lpd;

namespace TicketFlow.Printing.Tests.Conformance;

public sealed class LpdConformanceTests : TransferConformanceTests
{
    internal override ITransferMechanism Mechanism(TimeSpan stallLimit) => LpdOf(stallLimit);

    internal override ConformancePeer Peer(PeerBehaviour behaviour) => new LpdPeer(behaviour);

    internal override string AddressOf(int port) => $"lpd://127.0.0.1:{port}/lp";

    internal static LpdTransfer LpdOf(TimeSpan stallLimit) =>
        new(new LpdOptions { ConnectTries = 1, StallLimit = stallLimit }, TimeProvider.System);
}

/// <summary>The document before the control file.</summary>
public sealed class LpdDataFirstConformanceTests : TransferConformanceTests
{
    internal override ITransferMechanism Mechanism(TimeSpan stallLimit) => LpdConformanceTests.LpdOf(stallLimit);

    internal override ConformancePeer Peer(PeerBehaviour behaviour) => new LpdPeer(behaviour, "?order=data");

    internal override string AddressOf(int port) => $"lpd://127.0.0.1:{port}/lp?order=data";
}
