namespace TicketFlow.Printing.Tests.Conformance;

public abstract partial class TransferConformanceTests
{
    [Fact]
    public async Task A_reset_in_the_middle_is_a_break_and_never_a_document()
    {
        await using var peer = Peer(new PeerBehaviour { ResetAfter = Middle });

        var result = await SendAsync(peer.Address, Large);

        result.Fault.ShouldNotBeNull();
        Breaks.ShouldContain(result.Fault!.Value, result.Text);
        result.AnyByteLeft.ShouldBeTrue();
        peer.Documents.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Large)]
    [InlineData(60_000)]
    public async Task A_close_before_the_end_is_a_break_and_never_a_document(int length)
    {
        // The small document is in the kernels' buffers when the far end closes: only its own word or acknowledgements tell the truth.
        await using var peer = Peer(new PeerBehaviour { CloseAfter = 1 });

        var result = await SendAsync(peer.Address, length);

        result.Fault.ShouldNotBeNull();
        Breaks.ShouldContain(result.Fault!.Value, result.Text);
        result.AnyByteLeft.ShouldBeTrue();
        peer.Documents.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_far_end_that_takes_nothing_more_has_stalled()
    {
        await using var peer = Peer(new PeerBehaviour { StopAfter = Middle });

        var result = await SendAsync(Mechanism(TimeSpan.FromMilliseconds(300)), Job(peer.Address, Large));

        result.Fault.ShouldBe(TransferFault.Stalled, result.Text);
        result.AnyByteLeft.ShouldBeTrue();
        result.BytesSent.ShouldBeLessThan(Large);
        peer.Documents.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cancel_in_the_middle_ends_at_once_and_the_far_end_has_no_document()
    {
        await using var peer = Peer(new PeerBehaviour { Slow = true });
        using var cancel = new CancellationTokenSource();
        var progress = new ToldProgress(total => _ = total > Middle ? cancel.CancelAsync() : Task.CompletedTask);

        var result = await SendAsync(Mechanism(Patient), Job(peer.Address, Large), progress, cancel.Token);

        result.Fault.ShouldBe(TransferFault.Cancelled, result.Text);
        result.AnyByteLeft.ShouldBeTrue();
        await Eventually.TrueAsync(() => peer.OpenConnections == 0, "the connection is gone");
        peer.Documents.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancelled_before_it_began_nothing_left()
    {
        await using var peer = Peer(new PeerBehaviour());

        var result = await SendAsync(Mechanism(Patient), Job(peer.Address, 10), cancellationToken: new CancellationToken(canceled: true));

        result.Fault.ShouldBe(TransferFault.Cancelled);
        (result.BytesSent, result.AnyByteLeft).ShouldBe((0, false));
        peer.Documents.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_document_shorter_than_announced_is_unreadable_and_never_a_document()
    {
        await using var peer = Peer(new PeerBehaviour());
        var job = new TransferJob(peer.Address, new MadeDocument(60_000), 100_000);

        var result = await SendAsync(Mechanism(Patient), job);

        result.Fault.ShouldBe(TransferFault.DocumentUnreadable, result.Text);
        await Eventually.TrueAsync(() => peer.OpenConnections == 0, "the connection is gone");
        peer.Documents.ShouldBeEmpty();
    }

    [Fact]
    public async Task However_transfers_end_no_connection_stays_open()
    {
        await using var well = Peer(new PeerBehaviour());
        await using var badly = Peer(new PeerBehaviour { ResetAfter = Middle });
        await using var never = Peer(new PeerBehaviour { StopAfter = Middle });
        var mechanism = Mechanism(TimeSpan.FromMilliseconds(300));
        var addresses = Enumerable.Repeat<string[]>([well.Address, badly.Address, never.Address], 5).SelectMany(a => a);

        await Task.WhenAll(addresses.Select(address => SendAsync(mechanism, Job(address, Large))));
        (mechanism as IDisposable)?.Dispose();


        // Who reads nothing does not see the end either.
        await Eventually.TrueAsync(
            () => well.OpenConnections + badly.OpenConnections + never.OpenConnections == 5, "all connections are closed");
    }
}
