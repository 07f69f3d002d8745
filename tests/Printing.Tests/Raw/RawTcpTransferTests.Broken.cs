using System.Net.Sockets;

namespace TicketFlow.Printing.Tests.Raw;

public sealed partial class RawTcpTransferTests
{
    [Fact]
    public async Task A_printer_that_closes_in_order_in_the_middle_closed_early()
    {
        var closed = new TaskCompletionSource();
        await using var printer = new FakePrinter(async (socket, token) =>
        {
            await FakePrinter.ReadSomeAsync(socket, 5000, token);
            socket.Shutdown(SocketShutdown.Send);
            closed.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        });

        var result = await SendAsync(printer.Address, Document(20_000), Ignored, new DrippingStream(Document(20_000), 6000, closed.Task));

        result.Fault.ShouldBe(TransferFault.ClosedEarly);
        result.AnyByteLeft.ShouldBeTrue();
        result.BytesSent.ShouldBeLessThan(20_000);
    }

    [Fact]
    public async Task A_printer_that_closes_with_bytes_unread_never_counts_as_done()
    {
        // The whole document fits into the kernel's buffers: only the acknowledgements tell that the printer never had it.
        await using var printer = new FakePrinter((socket, token) => FakePrinter.ReadSomeAsync(socket, 5000, token));

        var result = await SendAsync(printer.Address, Document(60_000));

        result.Fault.ShouldNotBeNull();
        result.Fault!.Value.ShouldBeOneOf(TransferFault.Reset, TransferFault.ClosedEarly);
        result.AnyByteLeft.ShouldBeTrue();
    }

    [Fact]
    public async Task A_printer_that_says_goodbye_before_it_had_all_bytes_closed_early_though_the_kernel_took_them()
    {
        // One piece, all of it in our send buffer when the printer says that it is through: an orderly end, but most bytes never arrived.
        _options.BufferBytes = 128 * 1024;
        _options.CloseWait = TimeSpan.FromMilliseconds(300);
        await using var printer = new FakePrinter(
            async (socket, token) =>
            {
                await FakePrinter.ReadSomeAsync(socket, 1, token);
                socket.Shutdown(SocketShutdown.Send);
                await Task.Delay(Timeout.Infinite, token);
            },
            receiveBuffer: 4096);

        var result = await SendAsync(printer.Address, Document(100_000));

        result.Fault.ShouldBe(TransferFault.ClosedEarly);
        result.AnyByteLeft.ShouldBeTrue();
    }

    [Fact]
    public async Task A_printer_that_resets_is_told_apart()
    {
        await using var printer = new FakePrinter(async (socket, token) =>
        {
            await FakePrinter.ReadSomeAsync(socket, 5000, token);
            socket.LingerState = new LingerOption(enable: true, 0);
        });

        var result = await SendAsync(printer.Address, Document(Large));

        result.Fault.ShouldBe(TransferFault.Reset);
        result.AnyByteLeft.ShouldBeTrue();
    }

    [Fact]
    public async Task A_printer_that_takes_nothing_more_has_stalled()
    {
        _options.StallLimit = TimeSpan.FromMilliseconds(200);
        await using var printer = new FakePrinter((_, token) => Task.Delay(Timeout.Infinite, token), receiveBuffer: 8192);

        var result = await SendAsync(printer.Address, Document(Large));

        result.Fault.ShouldBe(TransferFault.Stalled);
        result.AnyByteLeft.ShouldBeTrue();
        result.BytesSent.ShouldBeLessThan(Large);
    }

    [Fact]
    public async Task A_slow_printer_that_goes_on_taking_bytes_has_not_stalled()
    {
        _options.BufferBytes = 4 * 1024 * 1024;
        _options.StallLimit = TimeSpan.FromSeconds(1);
        await using var printer = new FakePrinter(
            async (socket, token) =>
            {
                var buffer = new byte[64 * 1024];
                while (await socket.ReceiveAsync(buffer, token) > 0)
                {
                    await Task.Delay(10, token);
                }
            },
            receiveBuffer: 128 * 1024);

        (await SendAsync(printer.Address, Document(Large))).Fault.ShouldBeNull();
    }

    [Fact]
    public async Task A_printer_that_keeps_the_connection_open_has_the_document_all_the_same()
    {
        _options.CloseWait = TimeSpan.FromMilliseconds(100);
        await using var printer = new FakePrinter(async (socket, token) =>
        {
            await FakePrinter.ReadAllAsync(socket, token);
            await Task.Delay(Timeout.Infinite, token);
        });

        (await SendAsync(printer.Address, Document(10_000))).Fault.ShouldBeNull();
    }

    [Fact]
    public async Task A_document_shorter_than_announced_is_unreadable()
    {
        var documents = new List<byte[]>();
        await using var printer = FakePrinter.Taking(documents);

        var result = await Transfer().SendAsync(
            new TransferJob(printer.Address, new MemoryStream(Document(50)), 100), Ignored, CancellationToken.None);

        result.Fault.ShouldBe(TransferFault.DocumentUnreadable);
        result.BytesSent.ShouldBe(50);
    }
}
