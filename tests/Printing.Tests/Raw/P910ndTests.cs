using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using TicketFlow.Printing.Raw;
using TicketFlow.Printing.Tests.Conformance;

namespace TicketFlow.Printing.Tests.Raw;

/// <summary>Against p910nd, the daemon of many print servers and routers: it serves one connection at a time.</summary>
public sealed class P910ndTests : IDisposable
{
    private const int FirstPort = 9100;
    private readonly string _directory = Directory.CreateTempSubdirectory("tf-p910nd-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_document_arrives_as_it_is()
    {
        var document = Path.Combine(_directory, "device");
        await File.WriteAllBytesAsync(document, []);
        var number = Enumerable.Range(0, 10).Reverse().First(IsFree);
        using var daemon = Start(document, number);
        try
        {
            var raw = new RawTcpTransfer(
                new RawTcpOptions { ConnectTries = 100, WaitBetweenTries = TimeSpan.FromMilliseconds(100) }, TimeProvider.System);

            var result = await TransferConformanceTests.SendAsync(
                raw, TransferConformanceTests.Job(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FirstPort + number}"), 500_000));

            result.Fault.ShouldBeNull(result.Text);
            await Eventually.TrueAsync(() => new FileInfo(document).Length == 500_000, "the daemon wrote the document");
            Received.Of(await File.ReadAllBytesAsync(document)).ShouldBe(MadeDocument.ReceivedWhole(500_000));
        }
        finally
        {
            daemon.Kill();
            await daemon.WaitForExitAsync();
        }
    }

    private static bool IsFree(int number)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, FirstPort + number);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static Process Start(string device, int number)
    {
        // In the foreground, so that it is ours to end; its lock file lies in a fixed place.
        Directory.CreateDirectory("/var/lock/p910nd");
        var start = new ProcessStartInfo("p910nd") { UseShellExecute = false };
        string[] arguments = ["-d", "-i", "127.0.0.1", "-f", device, number.ToString(CultureInfo.InvariantCulture)];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new InvalidOperationException("p910nd did not start: ops/lib/install --tests installs it.");
    }
}
