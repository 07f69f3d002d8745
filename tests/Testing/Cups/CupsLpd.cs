using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TicketFlow.Testing.Cups;

/// <summary>
/// A real line printer daemon: <c>cups-lpd</c> in front of a CUPS server. It serves one connection on its standard input and output, so
/// this is its inetd.
/// </summary>
public sealed class CupsLpd : IAsyncDisposable
{
    private const string Daemon = "/usr/lib/cups/daemon/cups-lpd";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _loop;

    public CupsLpd(PrivateCups cups)
    {
        if (!File.Exists(Daemon))
        {
            throw new InvalidOperationException("There is no cups-lpd. Run: ops/lib/install --tests");
        }

        _listener.Start();
        _loop = AcceptAsync(cups.Server);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _loop;
        _end.Dispose();
    }

    private async Task AcceptAsync(string server)
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token), server));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client, string server)
    {
        using var own = client;
        using var daemon = Process.Start(new ProcessStartInfo(Daemon, ["-o", "document-format=application/octet-stream", "-h", server])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        try
        {
            var answers = daemon.StandardOutput.BaseStream.CopyToAsync(client.GetStream(), _end.Token);
            await client.GetStream().CopyToAsync(daemon.StandardInput.BaseStream, _end.Token);
            daemon.StandardInput.Close();
            await answers;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Either end may break off.
        }
        finally
        {
            daemon.Kill();
            await daemon.WaitForExitAsync(CancellationToken.None);
        }
    }
}
