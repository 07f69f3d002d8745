using System.Diagnostics;

namespace TicketFlow.Testing.Cups;

/// <summary>A real cupsd of its own on a free loopback port, with its files in a fresh directory.</summary>
public sealed class PrivateCups : IAsyncDisposable
{
    private const string Daemon = "/usr/sbin/cupsd";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _directory;

    private PrivateCups(Process process, string directory, int port) => (_process, _directory, Port) = (process, directory, port);

    public int Port { get; }

    /// <summary>For <c>-h</c> of CUPS' programs.</summary>
    public string Server => $"127.0.0.1:{Port}";

    /// <summary>What cupsd wrote to its error log.</summary>
    public string ErrorLog => Path.Combine(_directory, "error_log") is var log && File.Exists(log) ? File.ReadAllText(log) : "";

    public static async Task<PrivateCups> StartAsync()
    {
        if (!File.Exists(Daemon))
        {
            throw new InvalidOperationException("There is no cupsd. Run: ops/lib/install --tests");
        }

        var directory = Directory.CreateTempSubdirectory("tf-cups-").FullName;
        var port = FreePort();
        WriteConfiguration(directory, port);
        var process = Process.Start(new ProcessStartInfo(
            Daemon, ["-f", "-c", Path.Combine(directory, "cupsd.conf"), "-s", Path.Combine(directory, "cups-files.conf")])
        {
            UseShellExecute = false,
        })!;
        var cups = new PrivateCups(process, directory, port);
        await cups.AnswersAsync();
        return cups;
    }

    /// <summary>Runs a program of CUPS against this server.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { ["CUPS_SERVER"] = Server, ["LC_ALL"] = "C" },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>A port nobody listens on now.</summary>
    public static int FreePort()
    {
        while (true)
        {
            // Below the ephemeral range: no outgoing connection takes it before it is used.
            var port = Random.Shared.Next(15_000, 32_000);
            try
            {
                using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (System.Net.Sockets.SocketException)
            {
                // Taken: another one.
            }
        }
    }

    private async Task AnswersAsync()
    {
        using var limit = new CancellationTokenSource(Deadline);
        while (await RunAsync("lpstat", "-r") is not (0, var output)
            || !output.Contains("scheduler is running", StringComparison.Ordinal))
        {
            limit.Token.ThrowIfCancellationRequested();
            if (_process.HasExited)
            {
                throw new InvalidOperationException("cupsd ended: " + ErrorLog);
            }

            await Task.Delay(50, CancellationToken.None);
        }
    }

    private static void WriteConfiguration(string directory, int port)
    {
        foreach (var name in new[] { "root", "spool", "spool/tmp", "cache", "state" })
        {
            // cupsd lets its filters run as another account, which has to get in.
            Directory.CreateDirectory(Path.Combine(directory, name));
            Open(Path.Combine(directory, name));
        }

        Open(directory);
        var account = Environment.IsPrivilegedProcess ? "User lp\nGroup lp\n" : "";
        File.WriteAllText(
            Path.Combine(directory, "cups-files.conf"),
            $"""
            {account}SystemGroup root
            ServerRoot {directory}/root
            RequestRoot {directory}/spool
            TempDir {directory}/spool/tmp
            CacheDir {directory}/cache
            StateDir {directory}/state
            AccessLog /dev/null
            PageLog /dev/null
            ErrorLog {directory}/error_log

            """);
        File.WriteAllText(
            Path.Combine(directory, "cupsd.conf"),
            $"""
            LogLevel info
            Listen 127.0.0.1:{port}
            Browsing No
            WebInterface No
            DefaultEncryption Never
            HostNameLookups Off
            JobRetryInterval 1
            PreserveJobHistory Yes
            <Location />
              Order allow,deny
              Allow 127.0.0.1
            </Location>
            <Policy default>
              <Limit All>
                Order deny,allow
              </Limit>
            </Policy>

            """);
    }

    private static void Open(string directory)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(directory, (UnixFileMode)0b111_111_111);
        }
    }
}
