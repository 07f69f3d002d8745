using TicketFlow.Printing.Raw;

namespace TicketFlow.Printing.Tests.Conformance;

public sealed class RawConformanceTests : TransferConformanceTests
{
    internal override ITransferMechanism Mechanism(TimeSpan stallLimit) =>
        new RawTcpTransfer(new RawTcpOptions { ConnectTries = 1, StallLimit = stallLimit }, TimeProvider.System);

    internal override ConformancePeer Peer(PeerBehaviour behaviour) => new RawPeer(behaviour);

    internal override string AddressOf(int port) => $"127.0.0.1:{port}";
}
