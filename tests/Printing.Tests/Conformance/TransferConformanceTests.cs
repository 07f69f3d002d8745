using System.Net;
using System.Net.Sockets;

namespace TicketFlow.Printing.Tests.Conformance;

/// <summary>
/// What every mechanism keeps, built in or plugged in: derive, name the mechanism and its far end, and each test below says whether the
/// contract of <see cref="ITransferMechanism"/> holds.
/// </summary>
public abstract partial class TransferConformanceTests
{
    private const int Large = 16 * 1024 * 1024;
    private const int Middle = 5_000;
    private static readonly TimeSpan Patient = TimeSpan.FromMinutes(2);

    private static TransferFault[] Breaks { get; } = [TransferFault.Reset, TransferFault.ClosedEarly];

    /// <summary>The mechanism, with one connection try and this stall limit.</summary>
    internal abstract ITransferMechanism Mechanism(TimeSpan stallLimit);

    internal abstract ConformancePeer Peer(PeerBehaviour behaviour);

    /// <summary>The address of a far end on this port of 127.0.0.1.</summary>
    internal abstract string AddressOf(int port);

    [Theory]
    [InlineData(1)]
    [InlineData(10_000)]
    [InlineData(Large)]
    public async Task All_bytes_arrive_in_order_once_and_progress_only_grows(int length)
    {
        await using var peer = Peer(new PeerBehaviour());
        var progress = new ToldProgress();

        var result = await SendAsync(peer.Address, length, progress);

        result.Fault.ShouldBeNull(result.Text);
        (result.BytesSent, result.AnyByteLeft, result.Tries).ShouldBe((length, true, 1));
        progress.Totals.ShouldBe(progress.Totals.Order());
        progress.Totals[^1].ShouldBe(length);
        await Eventually.TrueAsync(() => peer.Documents.Count > 0, "the far end has the document");
        peer.Documents.ShouldHaveSingleItem().ShouldBe(MadeDocument.ReceivedWhole(length));
    }

    [Fact]
    public async Task A_huge_document_passes()
    {
        const long Huge = 200L * 1024 * 1024;
        await using var peer = Peer(new PeerBehaviour());

        (await SendAsync(peer.Address, Huge)).Fault.ShouldBeNull();

        await Eventually.TrueAsync(() => peer.Documents.Count > 0, "the far end has the document");
        peer.Documents.ShouldHaveSingleItem().ShouldBe(MadeDocument.ReceivedWhole(Huge));
    }

    [Fact]
    public async Task Of_a_huge_document_no_more_is_in_memory_than_the_far_end_is_about_to_take()
    {
        await using var peer = Peer(new PeerBehaviour { StopAfter = Middle });
        var document = new MadeDocument(10L * 1024 * 1024 * 1024);
        var job = new TransferJob(peer.Address, document, document.Length);

        (await SendAsync(Mechanism(TimeSpan.FromMilliseconds(300)), job)).Fault.ShouldBe(TransferFault.Stalled);

        // The kernel's own buffers are most of it.
        document.Position.ShouldBeLessThan(Large);
    }

    [Fact]
    public async Task An_empty_document_ends_well_or_is_refused_and_leaves_nothing()
    {
        await using var peer = Peer(new PeerBehaviour());

        var result = await SendAsync(peer.Address, 0);

        result.Fault.ShouldBeOneOf(null, TransferFault.Rejected);
        (result.BytesSent, result.AnyByteLeft).ShouldBe((0, false));
        peer.Documents.ShouldAllBe(document => document.Bytes == 0);
    }

    [Fact]
    public async Task Many_jobs_at_a_time_do_not_mix()
    {
        await using var peer = Peer(new PeerBehaviour());
        var mechanism = Mechanism(Patient);
        var lengths = Enumerable.Range(1, 24).Select(n => n * 7_919L).ToList();

        var results = await Task.WhenAll(lengths.Select(length => SendAsync(mechanism, Job(peer.Address, length))));

        results.ShouldAllBe(result => result.Fault == null);
        await Eventually.TrueAsync(() => peer.Documents.Count == lengths.Count, "the far end has all documents");
        peer.Documents.OrderBy(d => d.Bytes).ShouldBe(lengths.Select(MadeDocument.ReceivedWhole));
    }

    [Fact]
    public async Task Nobody_listening_is_refused_and_nothing_left()
    {
        var result = await SendAsync(AddressOf(ClosedPort()), 10);

        result.Fault.ShouldBe(TransferFault.Refused, result.Text);
        (result.BytesSent, result.AnyByteLeft, result.Tries).ShouldBe((0, false, 1));
    }

    [Fact]
    public async Task An_unknown_host_is_unreachable_and_nothing_left()
    {
        var result = await SendAsync(AddressOf(9100).Replace("127.0.0.1", "no-such-printer.invalid", StringComparison.Ordinal), 10);

        result.Fault.ShouldBe(TransferFault.Unreachable, result.Text);
        result.AnyByteLeft.ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("what is this")]
    [InlineData("file:///etc/passwd")]
    public async Task An_address_without_sense_is_invalid(string address)
    {
        var result = await SendAsync(address, 10);

        result.Fault.ShouldBe(TransferFault.AddressInvalid);
        result.Text.ShouldNotBeNullOrEmpty();
        result.AnyByteLeft.ShouldBeFalse();
    }

    [Fact]
    public async Task A_slow_far_end_that_goes_on_taking_bytes_has_not_stalled()
    {
        await using var peer = Peer(new PeerBehaviour { Slow = true });

        var result = await SendAsync(Mechanism(TimeSpan.FromSeconds(2)), Job(peer.Address, 4 * 1024 * 1024));

        result.Fault.ShouldBeNull(result.Text);
    }

    [Fact]
    public async Task The_hook_runs_before_any_byte_of_the_document()
    {
        await using var peer = Peer(new PeerBehaviour());
        var seen = -1L;
        var job = Job(peer.Address, 10) with
        {
            BeforeFirstByte = async token =>
            {
                await Eventually.TrueAsync(() => peer.OpenConnections > 0, "the connection stands");
                await Task.Delay(20, token);
                seen = peer.DocumentBytes;
            },
        };

        (await SendAsync(Mechanism(Patient), job)).Fault.ShouldBeNull();

        seen.ShouldBe(0);
    }

    [Fact]
    public async Task A_hook_that_fails_keeps_every_byte_back()
    {
        await using var peer = Peer(new PeerBehaviour());
        var job = Job(peer.Address, 10) with { BeforeFirstByte = _ => throw new IOException("disk full") };

        (await Should.ThrowAsync<IOException>(() => SendAsync(Mechanism(Patient), job))).Message.ShouldBe("disk full");

        await Eventually.TrueAsync(() => peer.OpenConnections == 0, "the connection is given up");
        peer.DocumentBytes.ShouldBe(0);
        peer.Documents.ShouldBeEmpty();
    }

    internal static Task<TransferResult> SendAsync(
        ITransferMechanism mechanism, TransferJob job, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        mechanism.SendAsync(job, progress ?? new ToldProgress(), cancellationToken);

    internal static TransferJob Job(string address, long length) => new(address, new MadeDocument(length), length)
    {
        Label = new JobLabel("k5q2mzr7xw3hb6ta", "Invoice 42", "ana", "desk-1"),
    };

    internal static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Task<TransferResult> SendAsync(string address, long length, IProgress<long>? progress = null) =>
        SendAsync(Mechanism(Patient), Job(address, length), progress);
}
