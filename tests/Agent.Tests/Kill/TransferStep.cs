using System.Security.Cryptography.X509Certificates;
using System.Text;
using TicketFlow.Contracts.Agents;
using TicketFlow.Ipp;
using TicketFlow.Printing.Tests.Conformance;

namespace TicketFlow.Agent.Tests.Kill;

/// <summary>A job that stands at one step of its transfer, because its printer has fallen silent there.</summary>
/// <param name="Left">Whether something of it may be at the printer.</param>
/// <param name="Variant">What is special about the printer or the job.</param>
internal sealed record TransferStep(string Mechanism, ConformancePeer Peer, bool Left, string Variant = "")
{
    private static readonly byte[] Noise = Random(20_000);
    private static readonly byte[] Compressible = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("the same line\n", 2_000)));
    private static readonly IppOperation[] WithoutCreateJob =
        [IppOperation.PrintJob, IppOperation.CancelJob, IppOperation.GetJobAttributes, IppOperation.GetJobs];

    /// <summary>What the agent says of it afterwards, when something had left.</summary>
    public string Report { get; init; } = MessageTypes.InterruptionReport;

    public int Copies { get; init; } = 1;

    public byte[] Document { get; init; } = Noise;

    public string Name { get; } = $"{Mechanism}{Variant}-{Peer.HoldAt}".ToLowerInvariant();

    /// <summary>What its user sees when something had left.</summary>
    public string State => Report switch
    {
        MessageTypes.CompletionReport => JobStates.Completed,
        MessageTypes.TransferFailure => JobStates.Failed,
        _ => JobStates.Interrupted,
    };

    public static IReadOnlyList<TransferStep> All(X509Certificate2 certificate) =>
    [
        Raw("document"), Raw("end"),
        Raw("end", "-copies") with { Copies = 2 },
        new("raw", new RawPeer(new PeerBehaviour()) { HoldAt = "document", HoldAtTime = 2 }, Left: true, "-copies") { Copies = 2 },
        new("raw", new PjlPeer(new PeerBehaviour(), Noise.Length) { HoldAt = "word" }, Left: true, "-pjl"),
        Lpd("queue", left: false), Lpd("control-file", left: false), Lpd("document-order"), Lpd("document"), Lpd("confirmation"),
        Ipp("GetPrinterAttributes", left: false), Ipp("ValidateJob", left: false), Ipp("CreateJob", left: false),

        // The printer is asked: it has a part only; it has it all; it prints, and goes on printing while nobody asks.
        Ipp("document") with { Report = MessageTypes.TransferFailure },
        Ipp("taken") with { Report = MessageTypes.CompletionReport },
        Ipp("GetJobAttributes") with { Report = MessageTypes.CompletionReport },

        // No number of the job was known beforehand: it is found by user, title and the printer's clock.
        PrintJob("document") with { Report = MessageTypes.TransferFailure },
        PrintJob("taken") with { Report = MessageTypes.CompletionReport },

        Ipps("GetPrinterAttributes", certificate, left: false),
        Ipps("document", certificate) with { Report = MessageTypes.TransferFailure },
        Ipps("taken", certificate) with { Report = MessageTypes.CompletionReport },

        Ipp("document", "-gzip") with { Report = MessageTypes.TransferFailure, Document = Compressible },
        Ipp("taken", "-gzip") with { Report = MessageTypes.CompletionReport, Document = Compressible },
    ];

    private static TransferStep Raw(string at, string variant = "") =>
        new("raw", new RawPeer(new PeerBehaviour()) { HoldAt = at }, Left: true, variant);

    private static TransferStep Lpd(string at, bool left = true) => new("lpd", new LpdPeer(new PeerBehaviour()) { HoldAt = at }, left);

    private static TransferStep Ipp(string at, string variant = "", bool left = true) =>
        new("ipp", new IppPeer(new PeerBehaviour()) { HoldAt = at, EndState = at == "GetJobAttributes" ? 5 : 9 }, left, variant);

    private static TransferStep PrintJob(string at) =>
        new("ipp", new IppPeer(new PeerBehaviour()) { HoldAt = at, Supported = WithoutCreateJob }, Left: true, "-printjob");

    private static TransferStep Ipps(string at, X509Certificate2 certificate, bool left = true) =>
        new("ipps", new IppsPeer(new PeerBehaviour(), certificate) { HoldAt = at }, left);

    private static byte[] Random(int length)
    {
        var bytes = new byte[length];
        new Random(9).NextBytes(bytes);
        return bytes;
    }
}
