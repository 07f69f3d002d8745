using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace OpsTool.Tests.VirtualPrinter;

/// <summary>What the tests and benches believe of the virtual printer: it keeps what it gets, and misbehaves exactly as told.</summary>
public sealed class VirtualPrinterTests
{
    private static readonly byte[] Document =
        [.. Encoding.UTF8.GetBytes("%TF-ID: letter-7\n"), .. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))];

    [Fact]
    public async Task It_keeps_every_byte_and_says_so_before_it_closes()
    {
        await using var printer = await VirtualPrinterProcess.StartAsync("--name", "hall");
        await printer.SendAsync(Document);
        // No waiting here: the line stands in the index before the connection is closed.
        var line = printer.Index.Look().ShouldHaveSingleItem();
        (line.File, line.Bytes, line.Complete, line.Id).ShouldBe(("hall-000001.prn", Document.Length, true, "letter-7"));
        line.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Document)));
        (await File.ReadAllBytesAsync(Path.Combine(printer.Folder, line.File!))).ShouldBe(Document);
        await printer.SendAsync([1, 2, 3]);
        printer.Index.Look()[^1].File.ShouldBe("hall-000002.prn");
    }

    [Fact]
    public async Task A_document_that_breaks_off_is_a_partial_one_and_a_knock_is_none()
    {
        await using var printer = await VirtualPrinterProcess.StartAsync();
        (await printer.ConnectAsync()).Dispose();
        using (var client = await printer.ConnectAsync())
        {
            await client.GetStream().WriteAsync(Document);
            // A reset, not an end in order.
            client.LingerState = new LingerOption(enable: true, seconds: 0);
            client.Client.Dispose();
        }

        var line = (await printer.DocumentsAsync(1)).ShouldHaveSingleItem();
        (line.Complete, line.File!.EndsWith(".partial", StringComparison.Ordinal)).ShouldBe((false, true));
    }

    [Fact]
    public async Task Hash_only_keeps_no_file()
    {
        await using var printer = await VirtualPrinterProcess.StartAsync("--hash-only");
        await printer.SendAsync(Document);
        var line = printer.Index.Look().ShouldHaveSingleItem();
        (line.File, line.Sha256).ShouldBe((null, Convert.ToHexStringLower(SHA256.HashData(Document))));
        Directory.GetFiles(printer.Folder).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task It_takes_no_more_bytes_a_second_than_it_is_told()
    {
        await using var printer = await VirtualPrinterProcess.StartAsync("--rate", "200000");
        var started = TimeProvider.System.GetTimestamp();
        await printer.SendAsync(Document);
        // The slowest machine cannot make it quicker: all but the last piece takes this long.
        TimeProvider.System.GetElapsedTime(started).ShouldBeGreaterThan(TimeSpan.FromSeconds((Document.Length - 4000) / 200_000.0));
        printer.Index.Look().ShouldHaveSingleItem().Bytes.ShouldBe(Document.Length);
    }

    [Fact]
    public async Task It_refuses_connections_when_told()
    {
        await using var printer = await VirtualPrinterProcess.StartAsync("--refuse");
        var refusal = await Should.ThrowAsync<SocketException>(printer.ConnectAsync);
        refusal.SocketErrorCode.ShouldBe(SocketError.ConnectionRefused);
    }

    [Fact]
    public async Task It_closes_early_after_so_many_bytes()
    {
        await using var printer = await VirtualPrinterProcess.StartAsync("--close-after", "5000");
        using var client = await printer.ConnectAsync();
        await client.GetStream().WriteAsync(Document.AsMemory(0, 8000));
        var line = (await printer.DocumentsAsync(1)).ShouldHaveSingleItem();
        (line.Bytes, line.Complete).ShouldBe((5000, false));
    }

    [Fact]
    public async Task It_stalls_and_keeps_the_connection_and_one_slot_serves_one_at_a_time()
    {
        await using var printer = await VirtualPrinterProcess.StartAsync("--stall-after", "10", "--slots", "1");
        using var first = await printer.ConnectAsync();
        await first.GetStream().WriteAsync(Document.AsMemory(0, 100));
        using var second = await printer.ConnectAsync();
        await second.GetStream().WriteAsync(new byte[5]);
        second.Client.Shutdown(SocketShutdown.Send);
        // The second one is complete as far as it is concerned, and yet nobody looks at it.
        first.Client.Poll(TimeSpan.FromMilliseconds(300), SelectMode.SelectRead).ShouldBeFalse("the first one is not closed");
        printer.Index.Look().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Required", "--directory", "x")]
    [InlineData("--count goes with one --port", "--port", "1", "--port", "2", "--count", "3", "--directory", "x")]
    [InlineData("exclude each other", "--port", "1", "--keep", "--hash-only", "--directory", "x")]
    public async Task A_command_line_that_makes_no_sense_is_refused(string sentence, params string[] arguments)
    {
        var (exitCode, said) = await VirtualPrinterProcess.RunAsync(arguments);
        exitCode.ShouldBe(1);
        said.ShouldContain(sentence, Case.Insensitive);
    }

    [Fact]
    public async Task A_taken_port_is_one_sentence_and_help_has_examples()
    {
        await using var printer = await VirtualPrinterProcess.StartAsync();
        var (exitCode, said) = await VirtualPrinterProcess.RunAsync("--port", $"{printer.Port}", "--directory", printer.Folder);
        (exitCode, said.Contains("Cannot listen", StringComparison.Ordinal)).ShouldBe((1, true), said);
        (await VirtualPrinterProcess.RunAsync("--help")).Said.ShouldContain("Examples:");
    }
}
