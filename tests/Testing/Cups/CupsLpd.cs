using System.Diagnostics;
using System.Net.Sockets;

namespace TicketFlow.Testing.Cups;

/// <summary>
/// A real line printer daemon: <c>cups-lpd</c> in front of a CUPS server. It serves one connection on its standard input and output, so
/// this is its inetd.
/// </summary>
public sealed class CupsLpd : IAsyncDisposable
{
    private const string Daemon = "/usr/lib/cups/daemon/cups-lpd";

    private readonly LoopbackServer _server;

    public CupsLpd(PrivateCups cups)
    {
        if (!File.Exists(Daemon))
        {
            throw new InvalidOperationException("There is no cups-lpd. Run: ops/lib/install --tests");
        }

        _server = new LoopbackServer((client, end) => ServeAsync(client, cups.Server, end));
    }

    public int Port => _server.Port;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task ServeAsync(Socket client, string server, CancellationToken end)
    {
        await using var connection = new NetworkStream(client);
        using var daemon = Process.Start(new ProcessStartInfo(Daemon, ["-o", "document-format=application/octet-stream", "-h", server])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        try
        {
            var answers = daemon.StandardOutput.BaseStream.CopyToAsync(connection, end);
            await connection.CopyToAsync(daemon.StandardInput.BaseStream, end);
            daemon.StandardInput.Close();
            await answers;
        }
        finally
        {
            daemon.Kill();
            await daemon.WaitForExitAsync(CancellationToken.None);
        }
    }
}
