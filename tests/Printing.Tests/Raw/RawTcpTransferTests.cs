using System.Net;
using System.Net.Sockets;
using TicketFlow.Printing.Raw;

namespace TicketFlow.Printing.Tests.Raw;

/// <summary>Each way a raw TCP transfer can end, against real sockets.</summary>
public sealed partial class RawTcpTransferTests
{
    private const int Large = 16 * 1024 * 1024;
    private static readonly Progress Ignored = new();

    private readonly RawTcpOptions _options = new()
    {
        ConnectTries = 2,
        WaitBetweenTries = TimeSpan.FromMilliseconds(1),
    };

    [Theory]
    [InlineData(1)]
    [InlineData(10_000)]
    [InlineData(Large)]
    public async Task All_bytes_arrive_in_order_and_the_result_says_so(int length)
    {
        var documents = new List<byte[]>();
        await using var printer = FakePrinter.Taking(documents);
        var document = Document(length);
        var progress = new Progress();

        var result = await SendAsync(printer.Address, document, progress);

        result.Fault.ShouldBeNull(result.Text);
        result.BytesSent.ShouldBe(length);
        result.Tries.ShouldBe(1);
        progress.Last.ShouldBe(length);
        documents.ShouldHaveSingleItem().ShouldBe(document);
    }

    [Fact]
    public async Task What_the_printer_answers_is_read_and_dropped()
    {
        await using var printer = new FakePrinter(async (socket, token) =>
        {
            await socket.SendAsync(new byte[200_000], token);
            await FakePrinter.ReadAllAsync(socket, token);
            await socket.SendAsync(new byte[200_000], token);
        });

        (await SendAsync(printer.Address, Document(100_000))).Fault.ShouldBeNull();
    }

    [Fact]
    public async Task Nobody_listening_is_refused_after_all_tries_and_nothing_left()
    {
        var result = await SendAsync($"127.0.0.1:{ClosedPort()}", Document(10));

        result.Fault.ShouldBe(TransferFault.Refused);
        result.Tries.ShouldBe(2);
        result.AnyByteLeft.ShouldBeFalse();
        result.BytesSent.ShouldBe(0);
    }

    [Fact]
    public async Task A_printer_that_comes_up_between_two_tries_is_reached()
    {
        _options.ConnectTries = 1000;
        var port = ClosedPort();
        var documents = new List<byte[]>();
        var sending = SendAsync($"127.0.0.1:{port}", Document(10));
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        using var socket = await listener.AcceptSocketAsync();
        documents.Add(await FakePrinter.ReadAllAsync(socket, CancellationToken.None));
        socket.Close();

        (await sending).Fault.ShouldBeNull();
        documents.ShouldHaveSingleItem().ShouldBe(Document(10));
    }

    [Fact]
    public async Task An_unknown_name_is_unreachable() =>
        (await SendAsync("no-such-printer.invalid:9100", Document(10))).Fault.ShouldBe(TransferFault.Unreachable);

    [Fact]
    public async Task No_answer_to_the_connection_request_is_a_timeout_and_nothing_left()
    {
        // A full listen queue: the kernel drops further requests without a word.
        _options.ConnectTimeout = TimeSpan.FromMilliseconds(100);
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var address = (IPEndPoint)listener.LocalEndPoint!;
        var fillers = Enumerable.Range(0, 8)
            .Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
            .ToList();
        fillers.ForEach(filler => _ = filler.ConnectAsync(address));

        var result = await SendAsync(address.ToString(), Document(10));

        result.Fault.ShouldBe(TransferFault.Timeout);
        result.AnyByteLeft.ShouldBeFalse();
        fillers.ForEach(filler => filler.Dispose());
    }

    [Theory]
    [InlineData("")]
    [InlineData("printer")]
    [InlineData("printer:0")]
    [InlineData("printer:70000")]
    [InlineData("bad host:9100")]
    [InlineData("[::g]:9100")]
    public async Task An_address_without_sense_is_invalid(string address) =>
        (await SendAsync(address, Document(10))).Fault.ShouldBe(TransferFault.AddressInvalid);

    [Fact]
    public async Task The_hook_runs_after_the_connection_and_before_the_first_byte()
    {
        var arrived = 0;
        var connected = new TaskCompletionSource();
        await using var printer = new FakePrinter(async (socket, token) =>
        {
            connected.SetResult();
            Volatile.Write(ref arrived, (await FakePrinter.ReadAllAsync(socket, token)).Length);
        });
        var seen = -1;
        var job = new TransferJob(printer.Address, new MemoryStream(Document(10)), 10)
        {
            BeforeFirstByte = async _ =>
            {
                await connected.Task;
                seen = Volatile.Read(ref arrived);
            },
        };

        (await Transfer().SendAsync(job, Ignored, CancellationToken.None)).Fault.ShouldBeNull();
        seen.ShouldBe(0);
    }

    [Fact]
    public async Task A_hook_that_fails_keeps_every_byte_back()
    {
        var documents = new List<byte[]>();
        await using var printer = FakePrinter.Taking(documents);
        var job = new TransferJob(printer.Address, new MemoryStream(Document(10)), 10)
        {
            BeforeFirstByte = _ => throw new IOException("disk full"),
        };

        await Should.ThrowAsync<IOException>(() => Transfer().SendAsync(job, Ignored, CancellationToken.None));
        await Eventually.TrueAsync(() => documents.Count == 1, "the printer has seen the connection end");
        documents[0].ShouldBeEmpty();
    }

    [Fact]
    public async Task Breaking_off_ends_a_transfer_in_the_middle()
    {
        await using var printer = new FakePrinter((_, token) => Task.Delay(Timeout.Infinite, token), receiveBuffer: 8192);
        using var stop = new CancellationTokenSource();
        var progress = new Progress(_ => stop.Cancel());
        var job = new TransferJob(printer.Address, new MemoryStream(Document(Large)), Large);

        var result = await Transfer().SendAsync(job, progress, stop.Token);

        result.Fault.ShouldBe(TransferFault.Cancelled);
        result.AnyByteLeft.ShouldBeTrue();
    }

    private static byte[] Document(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private RawTcpTransfer Transfer() => new(_options, TimeProvider.System);

    private Task<TransferResult> SendAsync(string address, byte[] document, Progress? progress = null, Stream? stream = null) =>
        Transfer().SendAsync(
            new TransferJob(address, stream ?? new MemoryStream(document), document.Length), progress ?? Ignored, CancellationToken.None);

    private sealed class Progress(Action<long>? told = null) : IProgress<long>
    {
        public long Last { get; private set; }

        public void Report(long value)
        {
            Last = value;
            told?.Invoke(value);
        }
    }

    /// <summary>Gives its first bytes at once, and the rest drop by drop when it may.</summary>
    private sealed class DrippingStream(byte[] bytes, int first, Task rest) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position < first)
            {
                return Read(buffer.Span[..(int)Math.Min(buffer.Length, first - Position)]);
            }

            await rest.WaitAsync(cancellationToken);
            await Task.Delay(1, cancellationToken);
            return Read(buffer.Span[..Math.Min(buffer.Length, 10)]);
        }
    }
}
