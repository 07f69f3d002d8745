using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using TicketFlow.Ipp;

namespace PrinterMonitor.Tests.IppSource;

/// <summary>
/// A real IPP printer, CUPS's <c>ippeveprinter</c>, on a loopback port with a message bus of its own (it does not start without one; nobody
/// announces anything). Its print command takes the documents as orders to change its state.
/// </summary>
internal sealed class EvePrinter : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("tf-eve-");
    private readonly List<Process> _processes = [];

    public int Port { get; } = FreePort();

    public Uri Uri => new($"ipp://localhost:{Port}/ipp/print");

    public static async Task<EvePrinter> StartAsync()
    {
        var printer = new EvePrinter();
        var bus = Path.Combine(printer._directory.FullName, "bus");
        await File.WriteAllTextAsync(bus + ".conf", $"""
            <busconfig><type>system</type><listen>unix:path={bus}</listen><auth>EXTERNAL</auth>
            <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/><allow user="*"/></policy></busconfig>
            """);
        var command = Path.Combine(printer._directory.FullName, "state.sh");
        await File.WriteAllTextAsync(command, "#!/bin/sh\ncat \"$1\" >&2\n");
        using (var chmod = Process.Start("chmod", ["0700", command]))
        {
            await chmod.WaitForExitAsync();
        }

        printer.Start("dbus-daemon", bus, $"--config-file={bus}.conf", "--nofork", "--nopidfile");
        await Eventually.TrueAsync(() => File.Exists(bus), () => "the message bus");
        printer.Start(
            "ippeveprinter", bus, "-r", "off", "-n", "localhost", "-p", printer.Port.ToString(), "-d", printer._directory.FullName, "-K",
            printer._directory.FullName, "-f", "application/pdf", "-c", command, "-M", "Eve", "-m", "One", "test");
        await Eventually.TrueAsync(printer.IsOpenAsync, () => "ippeveprinter listens");
        return printer;
    }

    /// <summary>Has it say something of itself, for example <c>STATE: +media-jam-error</c>.</summary>
    public async Task SayAsync(string line)
    {
        using var handler = IppClient.CreateHandler(TimeSpan.FromSeconds(10));
        using var http = new HttpMessageInvoker(handler);
        var request = IppMessage.Request(
            IppOperation.PrintJob, Uri.ToString(), 1, [IppAttribute.Mime("document-format", "application/pdf")]);
        var answer = await new IppClient(http).SendAsync(
            Uri, request, new IppDocument(new MemoryStream(System.Text.Encoding.ASCII.GetBytes(line + "\n"))));
        answer.IsSuccess.ShouldBeTrue(answer.Status.ToString());
    }

    /// <summary>Stops answering without closing anything, as a printer does that hangs; or goes on.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, _processes[^1].Id.ToString()]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.AsEnumerable().Reverse())
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _directory.Delete(recursive: true);
    }

    private void Start(string program, string bus, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { ["DBUS_SYSTEM_BUS_ADDRESS"] = "unix:path=" + bus },
        };
        start.Environment["PATH"] += ":/usr/sbin";
        try
        {
            var process = Process.Start(start)!;
            process.BeginErrorReadLine();
            process.BeginOutputReadLine();
            _processes.Add(process);
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException(
                "These tests need a real IPP printer: ops/lib/install --tests installs cups-ipp-utils and dbus.", e);
        }
    }

    private async Task<bool> IsOpenAsync()
    {
        _processes[^1].HasExited.ShouldBeFalse("ippeveprinter ended");
        using var probe = new TcpClient();
        try
        {
            await probe.ConnectAsync("localhost", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
