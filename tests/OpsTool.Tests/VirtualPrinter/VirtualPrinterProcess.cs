using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using TicketFlow.SystemUnderTest;

namespace OpsTool.Tests.VirtualPrinter;

/// <summary>The virtual printer as a process, with a fresh directory and a free port.</summary>
internal sealed class VirtualPrinterProcess : IAsyncDisposable
{

    private readonly Process _process;

    private VirtualPrinterProcess(Process process, string directory, int port) => (_process, Folder, Port) = (process, directory, port);

    public string Folder { get; }

    public int Port { get; }

    public PrinterIndex Index => new(Path.Combine(Folder, "index.ndjson"));

    public static async Task<VirtualPrinterProcess> StartAsync(params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("tf-printer-").FullName;
        var port = FreePort();
        var process = Launch(["--port", port.ToString(CultureInfo.InvariantCulture), "--directory", folder, .. arguments]);
        using var patience = new CancellationTokenSource(Eventually.Deadline);
        (await process.StandardOutput.ReadLineAsync(patience.Token)).ShouldBe($"listening on 1 port(s) from {port}");
        return new VirtualPrinterProcess(process, folder, port);
    }

    /// <summary>Starts it and waits for its end, for command lines it does not take.</summary>
    public static async Task<(int ExitCode, string Said)> RunAsync(params string[] arguments)
    {
        using var process = Launch(arguments);
        using var patience = new CancellationTokenSource(Eventually.Deadline);
        using var end = patience.Token.Register(process.Kill);
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }

    public async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Port);
        return client;
    }

    /// <summary>
    /// Sends a document as a printer's client does: all of it, the end of the stream, and then it waits for the printer's.
    /// </summary>
    public async Task SendAsync(byte[] document)
    {
        using var client = await ConnectAsync();
        using var patience = new CancellationTokenSource(Eventually.Deadline);
        var stream = client.GetStream();
        await stream.WriteAsync(document, patience.Token);
        client.Client.Shutdown(SocketShutdown.Send);
        (await stream.ReadAsync(new byte[1], patience.Token)).ShouldBe(0);
    }

    /// <summary>The documents, once there are as many.</summary>
    public async Task<IReadOnlyList<PrintedDocument>> DocumentsAsync(int count)
    {
        var index = Index;
        await Eventually.TrueAsync(() => index.Look().Count >= count, () =>
            $"{count} documents; there are {index.Documents.Count}");
        return index.Documents;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static Process Launch(IEnumerable<string> arguments) => Process.Start(
        new ProcessStartInfo(ProductBuild.VirtualPrinter, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
